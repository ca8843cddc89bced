import Events

/// What one signal means: beliefs by value, by size, or both.
struct SignalRule: Hashable, Sendable {
  /// Of a number or a bool (1 or 0) that `values` does not list; of the length of a list.
  var curve: Curve?
  /// Of a scalar; of each element of a list.
  var values: ValueTable?
  /// What `values` was made of, in written order, for comparing scorecards.
  var writtenValues: [WrittenValue] = []

  /// One line of `values`.
  struct WrittenValue: Hashable, Sendable {
    let text: String
    let belief: Double
  }

  /// Calls `body` with each belief that the value stands for, and the index of the list element that gave it, −1 for
  /// the value as a whole.
  @inline(__always)
  func forEachBelief(in value: EncodedValue, _ body: (_ belief: Double, _ element: Int32) -> Void) {
    if value.isList {
      if let values {
        var index: Int32 = 0
        value.forEachElement { element in
          if let belief = values.belief(of: element) { body(belief, index) }
          index += 1
        }
      }
      if let curve, let count = value.listCount { body(curve(Double(count)), -1) }
      return
    }
    if let values, let belief = values.belief(of: value) { return body(belief, -1) }
    if let curve, let number = value.double, number.isFinite { body(curve(number), -1) }
  }
}
