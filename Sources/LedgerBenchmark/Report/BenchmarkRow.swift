import JSON

/// One figure beside its yardstick and what is asked of it.
struct BenchmarkRow {
  /// What was measured.
  var name: String
  /// The figure, such as events a second.
  var figure: Double
  /// The unit of the figure and of its yardstick.
  var unit: String
  /// How far the furthest repetition is from the median, as a part of it.
  var spread: Double
  /// What the yardstick reached, where there is one.
  var yardstick: Double?
  /// What is asked for: so many times the yardstick, or a figure itself.
  var wanted: Wanted?

  enum Wanted {
    /// At least so many times the yardstick.
    case ratio(Double)
    /// At most so many of the unit.
    case atMost(Double)
  }

  /// The figure as a part of the yardstick.
  var ratio: Double? { yardstick.map { figure / $0 } }

  /// Whether it reaches what is asked for; nil where nothing is.
  var isReached: Bool? {
    switch wanted {
    case nil: nil
    case .ratio(let least): ratio.map { $0 >= least }
    case .atMost(let most): figure <= most
    }
  }

  var json: JSONValue {
    var object: JSONObject = [
      "name": .string(name), "figure": .number(figure), "unit": .string(unit), "spread": .number(spread),
    ]
    if let yardstick { object.append("yardstick", .number(yardstick)) }
    if let ratio { object.append("ratio", .number(ratio)) }
    switch wanted {
    case nil: break
    case .ratio(let least): object.append("wanted_ratio", .number(least))
    case .atMost(let most): object.append("wanted_at_most", .number(most))
    }
    if let isReached { object.append("reached", .bool(isReached)) }
    return .object(object)
  }
}

/// Something that could not be measured, and why.
struct SkippedRow {
  var name: String
  var reason: String
}
