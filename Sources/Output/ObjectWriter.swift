import JSON

/// Writes an answer that is one object, such as that of `show`, in the format that was asked for.
public struct ObjectWriter {
  /// What an object looks like in CSV.
  public enum Rows: Hashable, Sendable {
    /// One row with every member, nested objects flattened into names such as `score.value`.
    case flattened
    /// One row with these members, or paths to them.
    case fields([String])
    /// A row for each element of an array, by its path, with these of the element's members.
    case elements(of: String, fields: [String])
  }

  private let format: OutputFormat
  private let terminal: Terminal
  private let sink: any TextSink

  /// Prepares to write.
  public init(format: OutputFormat, terminal: Terminal, to sink: any TextSink) {
    self.format = format
    self.terminal = terminal
    self.sink = sink
  }

  /// Writes the object: in the shape of the JSON contract, or for people as the lines that `display` makes.
  public func write(
    _ payload: JSONValue, rows: Rows = .flattened, display: (Terminal) -> [StyledText]
  ) throws(OutputError) {
    switch format {
    case .table: try sink.write(display(terminal).map { $0.rendered(for: terminal) + "\n" }.joined())
    case .json: try sink.write(payload.text(indented: true) + "\n")
    case .ndjson: try sink.write(payload.text() + "\n")
    case .csv: try writeCSV(payload, rows)
    }
    try sink.flush()
  }

  private func writeCSV(_ payload: JSONValue, _ rows: Rows) throws(OutputError) {
    switch rows {
    case .flattened:
      let members = CSVFields.flattened(payload)
      let fields = CSVFields(members.map(\.name), isForTerminal: terminal.isTerminal)
      try sink.write(fields.header + fields.row(values: members.map(\.value)))
    case .fields(let names):
      try writeCSV([payload], names)
    case .elements(let path, let names):
      try writeCSV(CSVFields.value(at: path, in: payload)?.array ?? [], names)
    }
  }

  private func writeCSV(_ items: [JSONValue], _ names: [String]) throws(OutputError) {
    let fields = CSVFields(names, isForTerminal: terminal.isTerminal)
    try sink.write(fields.header)
    for item in items { try sink.write(fields.row(item)) }
  }
}
