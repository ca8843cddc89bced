import Time

/// Reads the rows of a table whose columns are made out, and tells once of each column what is odd in it.
///
/// Of a feed with millions of such cells the first is enough to act on.
struct RowReader {
  var layout: ColumnLayout
  /// What the columns are called in messages; numbers where they have no names.
  private var names: [String]
  /// Columns of times that hold something else, and of which that was told.
  private var unread: Set<Int> = []
  private var surprising: Set<Int> = []
  private var hasToldScale = false

  init(_ layout: ColumnLayout, names: [String] = []) {
    self.layout = layout
    self.names = names
  }

  /// Goes on with more columns.
  mutating func adopt(_ layout: ColumnLayout, names: [String]) {
    self.layout = layout
    self.names = names
  }

  /// The items of a row, and notes about its cells.
  mutating func items(of row: [String], line: Int) -> [IntakeItem] {
    var notes: [IntakeItem] = []
    for (column, order) in layout.settlingDates(in: row) {
      guard let index = layout[keyPath: column]?.index else { continue }
      layout[keyPath: column]?.order = order
      guard unread.remove(index) != nil else { continue }
      let text = layout.cell(index, of: row) ?? ""
      let words = order == .dayFirst ? "the day first" : "the month first"
      notes.append(
        note(
          text, line, "\(name(index)) has \(words), as this row settles; the rows before it count from the file's date")
      )
    }
    var surprises: [ColumnLayout.Surprise] = []
    var items = layout.items(of: row, line: line, surprises: &surprises)
    while let (column, text) = layout.unreadTime(in: row, besides: unread) {
      unread.insert(column)
      let fault =
        DateOrder.isOpen(in: text)
        ? "day and month could be either in \(name(column)); write 2026-04-03"
        : "\(name(column)) holds no time that can be read; write 2026-04-03T12:00:00Z"
      notes.append(note(text, line, "\(fault); rows such as this count from the file's date"))
    }
    for surprise in surprises where surprising.insert(surprise.column).inserted {
      let reason =
        "\(name(surprise.column)) or the row's type promises another kind; taken as what it is: \(surprise.kind)"
      notes.append(note(surprise.text, line, reason))
    }
    if layout.confidenceScale == .open, !hasToldScale, let index = layout.confidence,
      let text = layout.cell(index, of: row), Double(text) != nil
    {
      hasToldScale = true
      let reason = "\(name(index)) holds nothing but 0 and 1, which tells no scale; the rows are taken in without it"
      notes.append(note(text, line, reason))
    }
    items += notes
    return items
  }

  private func note(_ text: String, _ line: Int, _ reason: String) -> IntakeItem {
    .ignored(Rejection(line: line, text: text, reason: reason))
  }

  private func name(_ column: Int) -> String {
    column < names.count ? "'\(names[column].cut(to: 60))'" : "column \(column + 1)"
  }
}
