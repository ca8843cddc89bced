import Time

/// Reads columns separated by commas, semicolons, tabs or bars, with or without a header.
///
/// Columns are known by their names in any order and spelling, which a header row or the last comment before the rows
/// may give (abuse.ch writes `# "first_seen_utc","ioc_value",…`). Each column of indicators gives a statement of its
/// own. The time of a statement is when the source last saw the indicator, else when it first did; a comment such as
/// `# Last update: …` dates the file.
public struct DelimitedReader: IntakeReader {
  /// So many rows are looked at to make out the columns.
  private static let sampleRows = 100
  /// Enough for that many rows of ordinary length.
  private static let prefixSize = 64 << 10

  private let source: ByteSource
  /// What of the input is known before it is read, if anything is.
  private let beginning: [UInt8]?
  private let format: IntakeFormat
  /// Made when the first bytes are asked for, because they tell the separator.
  private var splitter: RecordSplitter?
  private var delimiter = UInt8(ascii: "\t")
  private var layout: ColumnLayout?
  /// Whether the first row has been come to, so that the columns are known if they can be.
  private var hasDecided = false
  /// The names in the last comment before the rows that gives any.
  private var commentHeader: [String]?
  /// Records that were read to make out the columns, and then wait for their turn.
  private var sample: ArraySlice<RecordSplitter.Record> = []
  private var hasHeaderRow = false
  private var hasStatedDate = false
  /// Columns of times that hold something else, and of which that was told.
  private var unreadColumns: Set<Int> = []
  /// What the last record gave, in reverse, so that the next item is the last.
  private var pending: [IntakeItem] = []

  /// Reads comma-separated (`csv`) or tab-separated (`tsv`) columns.
  ///
  /// In `csv` the separator is found out from the first rows, as `;` and tab are as common as the comma.
  public init(_ source: @escaping ByteSource, format: IntakeFormat) {
    self.init(UTF16Decoder.decoding(source), format: format, beginning: nil)
  }

  /// Reads UTF-8 of which the beginning is known, and makes out the columns from that alone where it holds rows.
  ///
  /// So the first rows of a slow input do not wait for more rows.
  init(_ source: @escaping ByteSource, format: IntakeFormat, beginning: [UInt8]?) {
    self.source = source
    self.format = format
    self.beginning = beginning
  }

  /// The next item, or nil at the end of the input.
  public mutating func next() throws -> IntakeItem? {
    while pending.isEmpty {
      guard let record = try sample.popFirst() ?? nextRecord() else { return nil }
      if case .fields = record, !hasDecided {
        try decide(from: record)
      } else {
        pending = items(of: record).reversed()
      }
    }
    return pending.popLast()
  }

  private mutating func nextRecord() throws -> RecordSplitter.Record? {
    if splitter == nil {
      var source = source
      var bytes = beginning ?? []
      if beginning == nil {
        let prefix = try ByteSourcePrefix(of: source, count: Self.prefixSize)
        (bytes, source) = (prefix.bytes, prefix.source)
      }
      if format != .tsv { delimiter = DelimiterSniffer.delimiter(of: bytes) }
      splitter = RecordSplitter(source, delimiter: delimiter)
    }
    return try splitter?.next()
  }

  /// Makes out the columns from the first rows, which then wait for their turn.
  private mutating func decide(from first: RecordSplitter.Record) throws {
    hasDecided = true
    sample = [first]
    var rows = beginning.map(rows) ?? []
    if rows.isEmpty {
      while sample.count < Self.sampleRows, let record = try nextRecord() { sample.append(record) }
      rows = sample.compactMap(row)
    }
    let decision = ColumnLayout.decide(
      rows: rows, commentHeader: commentHeader, isTabSeparated: delimiter == UInt8(ascii: "\t"))
    layout = decision?.layout
    hasHeaderRow = decision?.hasHeaderRow ?? false
  }

  /// The first rows of a text, without the one in the middle of which it may have been cut off.
  private func rows(of text: [UInt8]) -> [[String]] {
    let end = text.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
    let whole = end.flatMap { end in text[..<end].count { $0 == UInt8(ascii: "\n") } > 1 ? text[..<end] : nil }
    var isRead = false
    var splitter = RecordSplitter(
      {
        defer { isRead = true }
        return isRead ? [] : Array(whole ?? text[...])
      }, delimiter: delimiter)
    var rows: [[String]] = []
    while rows.count < Self.sampleRows, let record = try? splitter.next() {
      if let row = row(record) { rows.append(row) }
    }
    return rows
  }

  private func row(_ record: RecordSplitter.Record) -> [String]? {
    if case .fields(let fields, let line) = record, !isSeparatorLine(fields, line) { fields } else { nil }
  }

  /// Whether this is the first line `sep=;`, by which spreadsheets tell the separator.
  private func isSeparatorLine(_ fields: [String], _ line: Int) -> Bool {
    line == 1 && fields == ["sep=", ""]
  }

  private mutating func items(of record: RecordSplitter.Record) -> [IntakeItem] {
    switch record {
    case .blank(let line): return [.skipped(Skip(line: line, reason: .blank))]
    case .comment(let text, let line):
      if !hasDecided {
        let names = RecordSplitter.fields(of: text, delimiter: delimiter)
        if ColumnLayout(header: names) != nil { commentHeader = names }
      }
      guard !hasStatedDate, let date = StatedDate.find(in: Array(text.utf8)[...]) else {
        return [.skipped(Skip(line: line, reason: .comment))]
      }
      hasStatedDate = true
      return [.fileDate(date), .skipped(Skip(line: line, reason: .comment))]
    case .damaged(let text, let reason, let line): return [.rejected(Rejection(line: line, text: text, reason: reason))]
    case .fields(let fields, let line):
      if isSeparatorLine(fields, line) { return [.skipped(Skip(line: line, reason: .header))] }
      if hasHeaderRow {
        hasHeaderRow = false
        return [.skipped(Skip(line: line, reason: .header))]
      }
      guard let layout else {
        let text = fields.joined(separator: String(UnicodeScalar(delimiter)))
        let reason = "no column of indicators was found in the first \(Self.sampleRows) rows; name it in a header"
        return [.rejected(Rejection(line: line, text: text, reason: reason))]
      }
      return layout.items(of: fields, line: line) + unreadTimes(in: fields, layout, line: line)
    }
  }

  /// Tells of each column of times once that something in it is no time: of a feed with millions of such cells the first
  /// is enough to act on.
  private mutating func unreadTimes(in row: [String], _ layout: ColumnLayout, line: Int) -> [IntakeItem] {
    var items: [IntakeItem] = []
    while let (column, text) = layout.unreadTime(in: row, besides: unreadColumns) {
      unreadColumns.insert(column)
      let fault =
        text.isAmbiguousDate
        ? "day and month could be either in column \(column + 1); write 2026-04-03"
        : "column \(column + 1) holds no time that can be read; write 2026-04-03T12:00:00Z"
      let reason = "\(fault); rows such as this are taken in without that time"
      items.append(.ignored(Rejection(line: line, text: text, reason: reason)))
    }
    return items
  }
}

extension RecordSplitter {
  /// The fields of one line of text.
  static func fields(of text: String, delimiter: UInt8) -> [String] {
    var isRead = false
    var splitter = RecordSplitter(
      {
        defer { isRead = true }
        return isRead ? [] : Array(text.utf8)
      }, delimiter: delimiter)
    guard case .fields(let fields, _) = try? splitter.next() else { return [] }
    return fields
  }
}
