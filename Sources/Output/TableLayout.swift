/// Lays out rows of cells in aligned columns.
///
/// Widths only grow: rows may come in batches, each laid out with what the batches before it needed, so that a table of
/// any length passes through flat memory.
struct TableLayout {
  private let shapes: [ColumnShape]
  private let terminal: Terminal
  private var widths: [Int]
  private let gap = StyledText("  ")

  /// In a pipe nothing is cut, but a single huge cell must not pad every other row to its width.
  private static let greatestPadding = 160

  init(_ shapes: [ColumnShape], terminal: Terminal) {
    self.shapes = shapes
    self.terminal = terminal
    widths = shapes.map(\.title.width)
  }

  /// Makes room for more rows.
  mutating func widen(for rows: [[StyledText]]) {
    for row in rows {
      for (index, cell) in row.enumerated() where index < widths.count {
        widths[index] = max(widths[index], min(cell.width, Self.greatestPadding))
      }
    }
  }

  /// The titles, then one line a row.
  func lines(_ rows: [[StyledText]], withTitles: Bool) -> [StyledText] {
    let fitted = fittedWidths()
    let titles = withTitles ? [line(shapes.map { $0.title.styled(.bold) }, fitted)] : []
    return titles
      + rows.map { row in
        line(zip(row, shapes).map { $0.styled($1.style) }, fitted)
      }
  }

  private func line(_ cells: [StyledText], _ fitted: [Int?]) -> StyledText {
    var parts: [StyledText] = []
    for (index, cell) in cells.enumerated() {
      guard let width = fitted[index] else { continue }
      let kept = terminal.width == nil ? cell : cell.truncated(to: width, ellipsis: terminal.ellipsis)
      parts.append(kept.padded(to: width, alignment: shapes[index].alignment))
    }
    return StyledText(parts, separator: gap).withoutTrailingSpaces()
  }

  /// The width of each column in the columns there are; nil for a column that is left out.
  private func fittedWidths() -> [Int?] {
    guard let available = terminal.width else { return widths }
    var kept = Array(shapes.indices)
    while true {
      let room = available - gap.width * (kept.count - 1)
      let least = kept.map { min(widths[$0], shapes[$0].minimumWidth ?? widths[$0]) }
      if least.reduce(0, +) <= room { return widths(of: kept, least: least, room: room) }
      let last = kept.max { (shapes[$0].priority, $0) < (shapes[$1].priority, $1) }
      guard let last, shapes[last].priority > 0 else {
        // Half a number is a wrong number, so columns that are never cut overflow rather than lie.
        let tightest = kept.map { shapes[$0].minimumWidth == nil ? widths[$0] : min(widths[$0], 4) }
        return widths(of: kept, least: tightest, room: room)
      }
      kept.removeAll { $0 == last }
    }
  }

  /// Takes columns away from the widest until the row fits, and from none more than it can spare.
  private func widths(of kept: [Int], least: [Int], room: Int) -> [Int?] {
    var given = kept.map { widths[$0] }
    var excess = given.reduce(0, +) - room
    while excess > 0 {
      let shrinkable = given.indices.filter { given[$0] > least[$0] }
      guard let widest = shrinkable.max(by: { (given[$0], $1) < (given[$1], $0) }) else { break }
      given[widest] -= 1
      excess -= 1
    }
    var result = [Int?](repeating: nil, count: shapes.count)
    for (index, width) in zip(kept, given) { result[index] = width }
    return result
  }
}
