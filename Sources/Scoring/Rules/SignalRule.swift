/// What one signal means: beliefs by value, by size, or both.
struct SignalRule: Hashable, Sendable {
  /// Of a number or a bool (1 or 0) that `values` does not list; of the length of a list.
  var curve: Curve?
  /// Of a scalar; of each element of a list.
  var values: [Value] = []
  /// Signals beside which this one says nothing: what a source is sure of to 15 % is no unqualified listing.
  var unless: [String] = []

  /// One line of `values`.
  struct Value: Hashable, Sendable {
    let text: String
    let belief: Double
  }
}
