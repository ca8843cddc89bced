/// How text looks on a terminal that shows colour; elsewhere it changes nothing.
///
/// Only the eight basic colours are used, because people choose how those look on their background.
public struct Style: Hashable, Sendable {
  /// A colour of the terminal's palette; the raw value is its SGR code (ECMA-48).
  public enum Color: Int, Hashable, Sendable {
    case red = 31
    case green = 32
    case yellow = 33
    case cyan = 36
  }

  /// The colour of the letters, or the terminal's own.
  public var color: Color?
  /// Whether the letters are heavier.
  public var isBold: Bool
  /// Whether the letters are fainter.
  public var isDim: Bool

  /// Puts a style together.
  public init(color: Color? = nil, isBold: Bool = false, isDim: Bool = false) {
    self.color = color
    self.isBold = isBold
    self.isDim = isDim
  }

  /// Text as it is.
  public static let plain = Style()
  /// Headings.
  public static let bold = Style(isBold: true)
  /// What matters less.
  public static let dim = Style(isDim: true)
  /// Malicious, and errors.
  public static let red = Style(color: .red)
  /// Suspicious, and warnings.
  public static let yellow = Style(color: .yellow)
  /// Benign, and success.
  public static let green = Style(color: .green)
  /// Names and links.
  public static let cyan = Style(color: .cyan)

  /// The style of a verdict, by its name in the JSON contract; anything that is not one is dim.
  public static func verdict(_ name: String) -> Style {
    switch name {
    case "malicious": .red
    case "suspicious": .yellow
    case "benign": .green
    default: .dim
    }
  }

  /// The same style in bold.
  public var bold: Style { Style(color: color, isBold: true, isDim: isDim) }

  /// The text between the escape sequences that switch the style on and off.
  func applied(to text: String) -> String {
    guard self != .plain, !text.isEmpty else { return text }
    var codes: [String] = []
    if isBold { codes.append("1") }
    if isDim { codes.append("2") }
    if let color { codes.append(String(color.rawValue)) }
    return "\u{1B}[\(codes.joined(separator: ";"))m\(text)\u{1B}[0m"
  }
}
