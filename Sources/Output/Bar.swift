/// A score drawn as a bar of fixed width.
public struct Bar: Hashable, Sendable {
  /// The score in hundredths, 0 to 10,000; anything outside is drawn as the nearest of these.
  public let hundredths: Int
  /// The columns of a full bar.
  public let cells: Int
  /// The bar's look, usually ``Style/verdict(_:)``.
  public let style: Style

  /// Describes a bar.
  public init(hundredths: Int, cells: Int = 10, style: Style = .plain) {
    self.hundredths = min(max(hundredths, 0), 10_000)
    self.cells = max(cells, 1)
    self.style = style
  }

  /// The bar in blocks of an eighth of a column, or in whole `#` where the locale has no blocks.
  ///
  /// Only 0 draws an empty bar and only 100 a full one.
  public func text(for terminal: Terminal) -> StyledText {
    let parts = terminal.isUTF8 ? Self.eighths.count : 1
    let filled = filled(of: cells * parts)
    let (whole, rest) = filled.quotientAndRemainder(dividingBy: parts)
    var text = String(repeating: terminal.isUTF8 ? "█" : "#", count: whole)
    if rest > 0 { text += Self.eighths[rest] }
    let empty = cells - whole - (rest > 0 ? 1 : 0)
    let track = String(repeating: terminal.isUTF8 ? " " : ".", count: empty)
    return StyledText(spans: [.init(text: text, style: style), .init(text: track, style: .dim)])
  }

  private func filled(of steps: Int) -> Int {
    if hundredths == 0 { return 0 }
    if hundredths == 10_000 { return steps }
    let rounded = (hundredths * steps + 5_000) / 10_000
    return min(max(rounded, 1), max(steps - 1, 1))
  }

  private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
}
