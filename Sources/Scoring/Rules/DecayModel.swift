#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// How much of a belief is left after a time.
///
/// Every model is 1 at age 0 and below and never negative. Ages and lengths are milliseconds.
public enum DecayModel: Hashable, Sendable {
  /// Nothing is lost.
  case none
  /// Half of it is lost every `length`: `2^(−age/length)`.
  case halfLife(length: Double)
  /// OpenCTI's formula (decayRule-domain.ts): `1 − (age/lifetime)^(1/(3·pound))`, and 0 beyond the lifetime.
  case openCTI(lifetime: Double, pound: Double)
  /// MISP's formula (Polynomial.php): `1 − (age/lifetime)^(1/speed)`, and 0 beyond the lifetime.
  case misp(lifetime: Double, speed: Double)

  /// The part that is left, from 0 to 1.
  func factor(age: Double) -> Double {
    guard age > 0 else { return 1 }
    switch self {
    case .none: return 1
    case .halfLife(let length): return exp2(-age / length)
    case .openCTI(let lifetime, let pound): return Self.polynomial(age / lifetime, exponent: 1 / (3 * pound))
    case .misp(let lifetime, let speed): return Self.polynomial(age / lifetime, exponent: 1 / speed)
    }
  }

  private static func polynomial(_ part: Double, exponent: Double) -> Double {
    part < 1 ? 1 - pow(part, exponent) : 0
  }
}
