/// The side on which the cells of a column line up.
public enum Alignment: Hashable, Sendable {
  /// The left side: text.
  case leading
  /// The right side: numbers.
  case trailing
}

/// One column of a table, and how to get its cell from an item.
public struct Column<Item>: Sendable {
  /// How the column is laid out.
  let shape: ColumnShape
  /// What stands in the column for an item.
  let cell: @Sendable (Item) -> StyledText

  /// Describes a column.
  ///
  /// On a terminal that is too narrow, cells are cut down to `minimumWidth`; where that is not enough, the columns
  /// with the highest `priority` go first, and those of priority 0 stay.
  public init(
    _ title: String, alignment: Alignment = .leading, style: Style = .plain, priority: Int = 0,
    minimumWidth: Int? = nil, cell: @escaping @Sendable (Item) -> StyledText
  ) {
    shape = ColumnShape(
      title: StyledText(title), alignment: alignment, style: style, priority: priority, minimumWidth: minimumWidth)
    self.cell = cell
  }
}

/// How a column is laid out, whatever it holds.
struct ColumnShape: Hashable, Sendable {
  var title: StyledText
  var alignment: Alignment
  var style: Style
  var priority: Int
  /// The width below which cells are not cut; nil where they are never cut.
  var minimumWidth: Int?
}
