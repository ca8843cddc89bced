import Crypto

/// The SHA-256 of bytes that come piece by piece.
public struct RunningDigest {
  private var hash = SHA256()
  private var buffer: [UInt8] = []

  private static let bufferSize = 1 << 16

  /// Begins with nothing.
  public init() { buffer.reserveCapacity(Self.bufferSize + 4096) }

  /// Lets the closure append bytes to those that are hashed.
  public mutating func append(_ body: (inout [UInt8]) throws -> Void) rethrows {
    try body(&buffer)
    guard buffer.count >= Self.bufferSize else { return }
    buffer.withUnsafeBytes { hash.update(bufferPointer: $0) }
    buffer.removeAll(keepingCapacity: true)
  }

  /// The hash of everything so far.
  public consuming func finish() -> Digest {
    buffer.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return Digest(hash.finalize())
  }
}
