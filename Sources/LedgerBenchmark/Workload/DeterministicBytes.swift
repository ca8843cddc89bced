import Synchronization

/// Bytes for salts, secrets and ids that are the same every time; for a benchmark only.
final class DeterministicBytes: Sendable {
  private let numbers: Mutex<RandomNumbers>

  init(seed: UInt64) { numbers = Mutex(RandomNumbers(seed: seed)) }

  /// So many of them.
  @Sendable func bytes(_ count: Int) -> [UInt8] { numbers.withLock { $0.bytes(count) } }
}
