/// Where the bands of the verdicts begin, in hundredths of a point.
public struct VerdictThresholds: Hashable, Sendable {
  /// The lowest score that is malicious.
  public var malicious: Int32 = 7500
  /// The lowest score that is suspicious.
  public var suspicious: Int32 = 4000
  /// A score below this one is benign where some source says so.
  public var benignBelow: Int32 = 500

  /// The verdict on a score; `speaksForBenign` tells whether any belief in benignity is left.
  public func verdict(hundredths: Int32, speaksForBenign: Bool) -> Verdict {
    if hundredths >= malicious { return .malicious }
    if hundredths >= suspicious { return .suspicious }
    return hundredths < benignBelow && speaksForBenign ? .benign : .unknown
  }
}
