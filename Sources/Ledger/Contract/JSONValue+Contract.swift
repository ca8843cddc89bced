import Events
import Indicators
import JSON
import Scoring
import Time

/// How the parts that all answers share are written: the JSON contract of the command line and the server.
///
/// Names are promises: fields may be added at the end, never renamed or taken away. Times are RFC 3339 in UTC, scores
/// numbers with at most two decimals, positions whole numbers; what is not known is null.
extension JSONValue {
  /// A time, or null.
  public init(_ time: Timestamp?) {
    self = time.map { .string($0.rfc3339) } ?? .null
  }

  /// A text, or null.
  public init(_ text: String?) {
    self = text.map(JSONValue.string) ?? .null
  }

  /// A whole number, or null.
  public init(_ number: Int64?) {
    self = number.map(JSONValue.integer) ?? .null
  }

  /// A number, or null; whole ones without a fraction.
  public init(_ number: Double?) {
    self = number.map { Int64(exactly: $0).map(JSONValue.integer) ?? .number($0) } ?? .null
  }

  /// Texts.
  public init(_ texts: some Sequence<String>) {
    self = .array(texts.map(JSONValue.string))
  }

  /// A score in hundredths as a number with at most two decimals.
  public init(hundredths: Int32) {
    // The division rounds to the double nearest to the decimal number, whose shortest text is that number.
    self = hundredths % 100 == 0 ? .integer(Int64(hundredths / 100)) : .number(Double(hundredths) / 100)
  }

  /// A number of seconds to the tenth of a millisecond.
  public init(seconds: Double) {
    self.init((seconds * 10_000).rounded() / 10_000)
  }

  /// The value of a fact.
  public init(_ value: SignalValue) {
    switch value {
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .integer(value)
    case .number(let value): self = .number(value)
    case .text(let text): self = .string(text)
    case .list(let elements): self = .array(elements.map { JSONValue($0) })
    }
  }

  /// Facts by their full names.
  public init(_ facts: some Sequence<Facts.Entry>) {
    var object = JSONObject()
    for fact in facts { object.append(fact.name, JSONValue(fact.value)) }
    self = .object(object)
  }

  /// An indicator: `{kind,value}`.
  public init(_ indicator: Indicator) {
    self = ["kind": .string(indicator.kind.rawValue), "value": .string(indicator.value)]
  }

  /// The object with one more member at its end; anything else as it is.
  public func adding(_ name: String, _ value: JSONValue) -> JSONValue {
    guard case .object(var object) = self else { return self }
    object.append(name, value)
    return .object(object)
  }
}
