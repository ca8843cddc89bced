/// How malicious an indicator is: a number from 0 to 100 in whole hundredths, and what it means.
public struct Score: Hashable, Sendable {
  /// The score in hundredths of a point, from 0 to 10,000.
  public var hundredths: Int32
  /// What the score means under the scorecard that gave it.
  public var verdict: Verdict

  /// States a score.
  public init(hundredths: Int32, verdict: Verdict) {
    self.hundredths = hundredths
    self.verdict = verdict
  }

  /// The score of an indicator about which nothing is known.
  public static let none = Score(hundredths: 0, verdict: .unknown)

  /// The score with at most two decimals, such as `72.7`.
  public var text: String { hundredthsText(hundredths) }
}

/// Hundredths as a number with at most two decimals: `7270` is `72.7`, `-5` is `-0.05`.
public func hundredthsText(_ hundredths: Int32) -> String {
  let magnitude = hundredths.magnitude
  let sign = hundredths < 0 ? "-" : ""
  let (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: 100)
  if fraction == 0 { return "\(sign)\(whole)" }
  if fraction % 10 == 0 { return "\(sign)\(whole).\(fraction / 10)" }
  return "\(sign)\(whole).\(fraction < 10 ? "0" : "")\(fraction)"
}
