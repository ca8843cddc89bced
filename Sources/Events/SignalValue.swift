/// The value of a fact: a scalar, or a list whose elements are scalars or lists of scalars.
public enum SignalValue: Hashable, Sendable {
  case bool(Bool)
  case integer(Int64)
  /// A finite number that is not whole; whole ones are kept as ``integer(_:)``, so that 5 and 5.0 are one value.
  case number(Double)
  case text(String)
  case list([SignalValue])

  /// A number in its one canonical case, or nil where it is not finite.
  public init?(_ number: Double) {
    guard number.isFinite else { return nil }
    self = Int64(exactly: number).map(SignalValue.integer) ?? .number(number)
  }

  /// A list of texts.
  public static func texts(_ texts: [String]) -> SignalValue { .list(texts.map(SignalValue.text)) }

  /// The number of an integer or a number.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The number of an integer.
  public var integer: Int64? {
    guard case .integer(let value) = self else { return nil }
    return value
  }

  /// The text of a text.
  public var text: String? {
    guard case .text(let value) = self else { return nil }
    return value
  }

  /// The truth value of a bool.
  public var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The elements of a list.
  public var list: [SignalValue]? {
    guard case .list(let elements) = self else { return nil }
    return elements
  }

  /// How deeply lists are nested in it: 0 for a scalar.
  var depth: Int {
    guard case .list(let elements) = self else { return 0 }
    return 1 + (elements.map(\.depth).max() ?? 0)
  }

  /// The value as a scorecard and a table write it: `true`, `12`, `0.5`, `malicious`; list elements joined by a comma.
  public var plainText: String {
    switch self {
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .number(let value): value.description
    case .text(let value): value
    case .list(let elements): elements.map(\.plainText).joined(separator: ", ")
    }
  }
}

extension SignalValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral
{
  /// A text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// A whole number.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// A bool.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A list.
  public init(arrayLiteral elements: SignalValue...) { self = .list(elements) }
}
