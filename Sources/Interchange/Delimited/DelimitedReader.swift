import Indicators
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
  private var table: RowReader?
  /// Whether the first row has been come to, so that the columns are known if they can be.
  private var hasDecided = false
  /// The names in the last comment before the rows that gives any.
  private var commentHeader: [String]?
  /// Records that were read to make out the columns, and then wait for their turn.
  private var sample: ArraySlice<RecordSplitter.Record> = []
  private var hasHeaderRow = false
  private var hasStatedDate = false
  /// Whether it was told that bytes are not UTF-8.
  private var hasToldEncoding = false
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
        var found = items(of: record)
        if let note = encodingNote() { found.append(note) }
        pending = found.reversed()
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
    // Below a blank line may stand another table, with a header of its own.
    rows = Array(rows.prefix { !Self.isHeader($0) || $0 == rows.first })
    let decision = ColumnLayout.decide(
      rows: rows, commentHeader: commentHeader, isTabSeparated: delimiter == UInt8(ascii: "\t"))
    table = decision.map { RowReader($0.layout) }
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

  /// Tells once that the input is not UTF-8.
  private mutating func encodingNote() -> IntakeItem? {
    guard !hasToldEncoding, let line = splitter?.legacyLine else { return nil }
    hasToldEncoding = true
    let reason =
      "bytes that are not UTF-8, read as Windows-1252; where this is another encoding, convert with iconv first"
    return .ignored(Rejection(line: line, text: "line \(line)", reason: reason))
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
      if let rows = headed(by: fields) {
        table = rows
        return [.skipped(Skip(line: line, reason: .header))]
      }
      guard table != nil else {
        let text = fields.joined(separator: String(UnicodeScalar(delimiter)))
        return [.rejected(Rejection(line: line, text: text, reason: Self.obstacle(in: fields)))]
      }
      return table?.items(of: fields, line: line) ?? []
    }
  }

  /// The columns below a header in the middle of the input, where files put several tables below each other.
  private mutating func headed(by fields: [String]) -> RowReader? {
    guard Self.isHeader(fields), table.map({ $0.layout.hits(in: [fields]) == 0 && $0.layout.kind == nil }) ?? true,
      let layout = ColumnLayout(header: fields)
    else { return nil }
    return RowReader(layout)
  }

  /// Whether a row holds names of columns alone, one of them of values.
  private static func isHeader(_ fields: [String]) -> Bool {
    // Nearly every row of a feed fails here.
    guard let first = fields.first(where: { !$0.isEmpty })?.trimmed, first.utf8.count <= 40,
      first.utf8.first.map({ (0x41...0x5A).contains($0 & 0xDF) }) ?? false,
      !first.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "@") })
    else { return false }
    // `fix.info` ends in a word that other columns are called by, and so do sentences.
    let isSentence = { (field: String) in field.utf8.count { $0 == UInt8(ascii: " ") } > 2 }
    if fields.contains(where: { $0.utf8.contains(UInt8(ascii: ".")) || isSentence($0) }) { return false }
    let roles = fields.filter { !$0.trimmed.isEmpty }.map { ColumnRole(name: $0) }
    return !roles.contains(nil) && roles.contains { if case .value = $0 { true } else { false } }
  }

  /// Why nothing in a row could be read.
  private static func obstacle(in fields: [String]) -> String {
    if fields.contains(where: { PaddedOctets.begins($0.trimmed.utf8) }) { return PaddedOctets.refusal }
    return "no column of indicators was found in the first \(sampleRows) rows; name it in a header"
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
