import Events

/// What makes up a score: contributions that add up to it exactly.
public struct Explanation: Hashable, Sendable {
  /// The score, as every other command shows it.
  public var score: Score
  /// The largest first; then what says the same and adds nothing, then a cap, then a judgement.
  public var contributions: [Contribution]
}

/// One part of a score, and the event that gave it.
public struct Contribution: Hashable, Sendable {
  /// Who says so; `allowlist` for a cap and `analyst` for a judgement.
  public var source: String
  /// The signal; the list's name for a cap, `judgement` for a judgement.
  public var signal: String
  /// What was said: for lists the one element that counts.
  public var value: SignalValue
  /// Belief before decay, from −0.99 (benign) to 0.99 (malicious); for the weighted mean from −1 to 1.
  public var belief: Double?
  /// Trust in the source, from 0 to 1.
  public var weight: Double?
  /// The part of the belief that decay leaves, from 0 to 1.
  public var decay: Double?
  /// The days that decay was computed from: since the observation, or since a sighting that restarted it.
  public var ageDays: Double?
  /// The group of sources that count once.
  public var group: String
  /// The event that holds the value.
  public var seq: Int64?
  /// What it adds to the score, in hundredths of a point.
  public var points: Int32
}
