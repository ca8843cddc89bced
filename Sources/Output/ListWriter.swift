import JSON

/// Writes a list of any length, item by item, in the format that was asked for.
///
/// No format holds the list in memory: tables go out in batches. Nothing is certain to be out before ``flush()`` or
/// ``finish()``; without the latter the answer is not complete.
public struct ListWriter<Item> {
  private let format: OutputFormat
  private let terminal: Terminal
  private let display: ListDisplay<Item>
  private let fields: CSVFields
  private let sink: any TextSink
  private var layout: TableLayout
  private var batch: [[StyledText]] = []
  private var isFirst = true

  /// Rows that are laid out together; widths grow between batches only.
  private static var batchSize: Int { 500 }

  /// Prepares to write; a CSV header goes out with the first item or at the end.
  public init(format: OutputFormat, terminal: Terminal, display: ListDisplay<Item>, to sink: any TextSink) {
    self.format = format
    self.terminal = terminal
    self.display = display
    self.sink = sink
    fields = CSVFields(display.fields, isForTerminal: terminal.isTerminal)
    layout = TableLayout(display.columns.map(\.shape), terminal: terminal)
  }

  /// Writes one item.
  public mutating func write(_ item: Item) throws(OutputError) {
    switch format {
    case .table:
      batch.append(display.columns.map { $0.cell(item) })
      if batch.count >= Self.batchSize { try writeBatch() }
    case .json:
      // One element a line for programs and for grep; indented for people.
      let element = display.payload(item)
      var text = isFirst ? "[\n" : ",\n"
      if terminal.isTerminal { text += "  " }
      element.write(to: &text, indented: terminal.isTerminal, level: 1)
      try sink.write(text)
    case .ndjson:
      try sink.write(display.payload(item).text() + "\n")
    case .csv:
      if isFirst { try sink.write(fields.header) }
      try sink.write(fields.row(display.payload(item)))
    }
    if format != .table { isFirst = false }
  }

  /// Hands on everything so far, so that whoever waits at the other end sees it.
  public mutating func flush() throws(OutputError) {
    try writeBatch()
    try sink.flush()
  }

  /// Completes the answer: an empty one is `[]` in JSON, a header in CSV and nothing in the others.
  public mutating func finish() throws(OutputError) {
    switch format {
    case .table, .ndjson: break
    case .json: try sink.write(isFirst ? "[]\n" : "\n]\n")
    case .csv: if isFirst { try sink.write(fields.header) }
    }
    try flush()
  }

  private mutating func writeBatch() throws(OutputError) {
    guard !batch.isEmpty else { return }
    layout.widen(for: batch)
    let lines = layout.lines(batch, withTitles: isFirst)
    try sink.write(lines.map { $0.rendered(for: terminal) + "\n" }.joined())
    batch.removeAll(keepingCapacity: true)
    isFirst = false
  }
}
