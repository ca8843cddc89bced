import Events

/// What one value in one observation makes us believe, with everything that explains it.
struct Belief {
  let source: Int
  let group: Int32
  let seq: Int64
  /// In milliseconds, like every time here.
  let observedAt: Int64
  let rule: Int32
  /// The index of the list element that gave it, −1 for the value as a whole.
  let element: Int32
  let value: SignalValue
  /// What the scorecard says the value means, from −1 to 1.
  let meaning: Double
  /// Trust in the source, from 0 to 1.
  let weight: Double
  /// Belief before decay: the curve's value times the weight, within ±0.99.
  let undecayed: Double
  /// The part that decay leaves, from 0 to 1.
  let decay: Double
  /// What decay was computed from, in milliseconds.
  let age: Double
  /// Belief in millionths: positive in malice, negative in benignity.
  let millionths: Int32
  /// The term of the weighted mean, in millionths.
  let meanTerm: Int64

  /// Whether it wins over another that is equally strong: by the lower seq, then by the signal's name, then by its
  /// place in the list.
  func precedes(_ other: Belief) -> Bool {
    (seq, rule, element) < (other.seq, other.rule, other.element)
  }
}
