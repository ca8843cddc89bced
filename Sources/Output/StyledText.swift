/// One line of text for a person, in spans that each have a style.
///
/// Safe by construction: whatever goes in is ``Swift/StringProtocol/neutralised`` first, so the only control bytes
/// that can come out are the escape sequences of the styles.
public struct StyledText: Hashable, Sendable {
  /// A run of characters in one style.
  struct Span: Hashable, Sendable {
    var text: String
    var style: Style
  }

  private(set) var spans: [Span]
  /// The columns it takes up.
  public private(set) var width: Int

  /// One span of text.
  public init(_ text: some StringProtocol, _ style: Style = .plain) {
    self.init(spans: [Span(text: text.neutralised, style: style)])
  }

  /// Joins lines into one.
  public init(_ parts: [StyledText], separator: StyledText = "") {
    self.init(spans: [])
    for (index, part) in parts.enumerated() {
      if index > 0 { self += separator }
      self += part
    }
  }

  /// Takes spans that are harmless already; neighbours of one style become one.
  init(spans: [Span]) {
    self.spans = []
    width = 0
    for span in spans {
      append(span)
      width += DisplayWidth.of(span.text)
    }
  }

  /// The text without its styles.
  public var plain: String { spans.map(\.text).joined() }

  /// Whether there is nothing to see.
  public var isEmpty: Bool { spans.isEmpty }

  /// The same text, its plain spans in a style.
  public func styled(_ style: Style) -> StyledText {
    guard style != .plain else { return self }
    return StyledText(spans: spans.map { $0.style == .plain ? Span(text: $0.text, style: style) : $0 })
  }

  /// The text as it is written to a stream, without a line end.
  public func rendered(for terminal: Terminal) -> String {
    terminal.hasColor ? spans.map { $0.style.applied(to: $0.text) }.joined() : plain
  }

  /// One line after the other.
  public static func + (left: StyledText, right: StyledText) -> StyledText {
    var sum = left
    sum += right
    return sum
  }

  /// Adds to the end of the line.
  public static func += (left: inout StyledText, right: StyledText) {
    for span in right.spans { left.append(span) }
    left.width += right.width
  }

  private mutating func append(_ span: Span) {
    if span.text.isEmpty { return }
    if spans.last?.style == span.style {
      spans[spans.count - 1].text += span.text
    } else {
      spans.append(span)
    }
  }
}

extension StyledText: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  /// Plain text.
  public init(stringLiteral value: String) { self.init(value) }
}
