import Time

/// An analyst's decision on an indicator, which beats scores and caps until it is cleared or expires.
public struct Judgement: Hashable, Sendable {
  /// What the analyst decided.
  public var verdict: Verdict
  /// The score set with it, in hundredths; nil for the verdict's usual one.
  public var hundredths: Int32?
  /// When it stops to count; nil for never.
  public var expires: Timestamp?
  /// When it was made.
  public var observedAt: Timestamp
  /// The event that holds it.
  public var seq: Int64

  /// States a decision.
  public init(
    verdict: Verdict, hundredths: Int32? = nil, expires: Timestamp? = nil, observedAt: Timestamp, seq: Int64
  ) {
    self.verdict = verdict
    self.hundredths = hundredths
    self.expires = expires
    self.observedAt = observedAt
    self.seq = seq
  }

  /// Whether it counts at a moment: made at or before it, and not expired.
  public func counts(at moment: Timestamp) -> Bool {
    observedAt <= moment && expires.map { moment < $0 } ?? true
  }

  /// The score it sets: its own, else 100 for malicious, the suspicious threshold for suspicious, 0 for benign.
  func score(_ thresholds: VerdictThresholds) -> Score {
    let usual: Int32 =
      switch verdict {
      case .malicious: 10_000
      case .suspicious: thresholds.suspicious
      case .benign, .unknown: 0
      }
    return Score(hundredths: min(max(hundredths ?? usual, 0), 10_000), verdict: verdict)
  }
}
