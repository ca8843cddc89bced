/// A whole table in memory, to stand inside a ``Card``.
public struct Table: Hashable, Sendable {
  let shapes: [ColumnShape]
  let rows: [[StyledText]]

  /// Takes the cells from the items.
  public init<Item>(_ items: some Sequence<Item>, columns: [Column<Item>]) {
    shapes = columns.map(\.shape)
    rows = items.map { item in columns.map { $0.cell(item) } }
  }

  /// The titles and the rows; nothing where there are no rows.
  public func lines(for terminal: Terminal) -> [StyledText] {
    guard !rows.isEmpty else { return [] }
    var layout = TableLayout(shapes, terminal: terminal)
    layout.widen(for: rows)
    return layout.lines(rows, withTitles: true)
  }
}
