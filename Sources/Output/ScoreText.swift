import JSON

/// A score in integer hundredths, 0 to 10,000, as people and programs read it.
public struct ScoreText: Hashable, Sendable {
  /// The score in hundredths.
  public let hundredths: Int

  /// Wraps a score, or a difference of scores, in hundredths.
  public init(hundredths: Int) {
    self.hundredths = hundredths
  }

  /// The number in the JSON contract: `12`, `12.5` or `12.34`.
  public var json: JSONValue {
    // The division rounds to the double nearest to the decimal number, whose shortest text is that number.
    hundredths % 100 == 0 ? .integer(Int64(hundredths / 100)) : .number(Double(hundredths) / 100)
  }

  /// The number with as many decimals as it has.
  public var text: String {
    var text = aligned
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// The number with two decimals, so that points line up in a column.
  public var aligned: String {
    let (whole, fraction) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    return (hundredths < 0 ? "-" : "") + "\(whole)." + (fraction < 10 ? "0" : "") + "\(fraction)"
  }

  /// A change of score, with its sign: `+12.5`, `-3`, `0`.
  public var difference: String { hundredths > 0 ? "+\(text)" : text }
}
