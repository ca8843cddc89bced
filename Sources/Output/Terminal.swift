/// What is known about the stream that text is written to.
public struct Terminal: Hashable, Sendable {
  /// Whether a person reads the stream; else it is a file or a pipe, which gets nothing but plain data.
  public var isTerminal: Bool
  /// The columns there are, or nil where lines may be as long as they like.
  public var width: Int?
  /// Whether styles are written.
  public var hasColor: Bool
  /// Whether the locale's encoding is UTF-8, so that lines and blocks can be drawn.
  public var isUTF8: Bool

  /// States everything about a stream.
  public init(isTerminal: Bool, width: Int?, hasColor: Bool, isUTF8: Bool) {
    self.isTerminal = isTerminal
    self.width = width
    self.hasColor = hasColor
    self.isUTF8 = isUTF8
  }

  /// Decides from what the system and the environment say.
  ///
  /// A width set in `COLUMNS` wins over the one the terminal reports, as POSIX asks. The encoding is that of the
  /// first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set.
  public init(isTerminal: Bool, reportedWidth: Int?, color: ColorChoice, environment: (String) -> String?) {
    let stated = environment("COLUMNS").flatMap { Int($0) }
    let width = [stated, reportedWidth].compactMap { $0 }.first { $0 > 0 } ?? Self.usualWidth
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment($0) }.first { !$0.isEmpty } ?? "C"
    let encoding = locale.lowercased().filter { $0 != "-" }
    self.init(
      isTerminal: isTerminal,
      width: isTerminal ? min(width, Self.greatestWidth) : nil,
      hasColor: color.allowsColor(isTerminal: isTerminal, environment: environment),
      isUTF8: encoding.hasSuffix(".utf8") || encoding.contains(".utf8@") || encoding == "utf8")
  }

  /// A file or a pipe whose reader understands UTF-8.
  public static let pipe = Terminal(isTerminal: false, width: nil, hasColor: false, isUTF8: true)

  /// The width in which to draw what has to have one, such as a chart.
  public var drawingWidth: Int { width ?? Self.usualWidth }

  /// What stands where text was cut off: one column wide.
  var ellipsis: String { isUTF8 ? "…" : "~" }

  private static let usualWidth = 80
  private static let greatestWidth = 1000
}
