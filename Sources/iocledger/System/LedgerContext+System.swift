import Ledger
import Time

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension LedgerContext {
  /// The real world: the system's clock and randomness, the login name, the environment.
  ///
  /// Whoever only reads needs no name, and looking it up may ask a directory service.
  static func system(forWriting: Bool) -> LedgerContext {
    LedgerContext(
      now: {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
      },
      random: { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      }, actor: forWriting ? Login.name : "", environment: Environment.all())
  }
}
