import Indicators

/// What the first lines of a text say about its format.
struct TextSurvey {
  /// `tsv` or `csv` for columns of which one holds indicators, `lines` for one indicator a line, else `text`.
  let format: IntakeFormat

  /// So many rows tell what a text is.
  private static let maximumRows = 200

  /// Looks through the beginning of a text.
  init(_ bytes: [UInt8]) {
    let whole = Self.wholeLines(bytes)
    if RuleText.isLikely(whole) || Self.isListOfPaths(whole) {
      format = .text
    } else if Self.isRangeList(whole) {
      format = .lines
    } else if Self.isTable(whole, delimiter: UInt8(ascii: "\t")) {
      format = .tsv
    } else if Self.isTable(whole, delimiter: DelimiterSniffer.delimiter(of: whole)) {
      format = .csv
    } else {
      format = Self.isList(whole) ? .lines : .text
    }
  }

  /// Without the line in the middle of which a long input was cut off.
  private static func wholeLines(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count >= IntakeFormat.prefixSize, let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else {
      return bytes
    }
    return Array(bytes[...end])
  }

  /// Whether most rows have several columns, and one indicator in the same of them.
  private static func isTable(_ bytes: [UInt8], delimiter: UInt8) -> Bool {
    var splitter = RecordSplitter(once(bytes), delimiter: delimiter)
    var rows: [[String]] = []
    while rows.count < maximumRows, let record = try? splitter.next() {
      if case .fields(let fields, _) = record { rows.append(fields) }
    }
    guard rows.count(where: { $0.count > 1 }) * 5 >= rows.count * 4 else { return false }
    guard
      let decision = ColumnLayout.decide(
        rows: rows, commentHeader: nil, isTabSeparated: delimiter == UInt8(ascii: "\t"))
    else { return false }
    let body = decision.hasHeaderRow ? Array(rows.dropFirst()) : rows
    if decision.hasHeaderRow, body.isEmpty { return true }
    guard decision.layout.hits(in: body) * 2 >= body.count else { return false }
    if decision.hasHeaderRow { return true }
    // `192.0.2.0/24 ; SBL1` is a value and a comment.
    if delimiter == UInt8(ascii: ";"), isList(bytes) { return false }
    // `192.0.2.1, 192.0.2.2, evil.example` in a line is a list written as prose, not a row.
    return !isListOfValues(body)
  }

  private static func isListOfValues(_ rows: [[String]]) -> Bool {
    rows.allSatisfy { row in row.allSatisfy { $0.isEmpty || (try? Indicator(parsing: $0)) != nil } }
  }

  /// Whether the first line that is no comment is a range of a file sharing program's list or an address of AlienVault's,
  /// which have commas too.
  private static func isRangeList(_ bytes: [UInt8]) -> Bool {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 50)
    guard let first = lines.first(where: { $0.first != UInt8(ascii: "#") && $0.contains { $0 > 0x20 } }) else {
      return false
    }
    let line = first.prefix { $0 != UInt8(ascii: "\r") }
    return RangeLine(line) != nil || isReputation(line)
  }

  /// Whether a line is `address#reliability#risk#activity#country#city#position#id`.
  private static func isReputation(_ line: ArraySlice<UInt8>) -> Bool {
    let fields = line.split(separator: UInt8(ascii: "#"), omittingEmptySubsequences: false)
    guard fields.count > 5, let address = fields.first, IPAddress(parsing: address.span) != nil else { return false }
    return fields[1...2].allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isDigit) }
  }

  /// Whether many lines begin as paths and patterns of them do, whose servers would be the names of files.
  private static func isListOfPaths(_ bytes: [UInt8]) -> Bool {
    let lines = bytes.split(maxSplits: 4 * maximumRows, whereSeparator: { $0 == UInt8(ascii: "\n") })
      .filter { $0.first != UInt8(ascii: "#") && $0.contains { $0 > 0x20 } }
    let paths = lines.count { line in
      let start = line.prefix(3)
      // A checksum may have a backslash before it too.
      if ChecksumLine.hash(line) != nil { return false }
      return line.first == UInt8(ascii: "\\") || start.elementsEqual(":\\\\".utf8)
        || start.dropFirst().elementsEqual(":\\".utf8)
    }
    return paths * 5 > lines.count
  }

  /// Whether the lines are one indicator each, but for a few: headings, notes and sentences make a report of them.
  private static func isList(_ bytes: [UInt8]) -> Bool {
    let lines = bytes.split(
      maxSplits: 4 * maximumRows, omittingEmptySubsequences: false, whereSeparator: { $0 == UInt8(ascii: "\n") })
    var reader = LineReader(once(bytes))
    var statements = 0
    var rejections = 0
    var remarks = 0
    while statements + rejections < maximumRows, let item = try? reader.next() {
      switch item {
      case .statement(let statement):
        statements += 1
        // A blank in a URL is none: what follows it is said about it.
        if statement.indicator.kind == .url, hasWords(lines, statement.line) { remarks += 1 }
        // Where the names of files stand among the values, it is a report.
        if statement.indicator.kind == .domain, FileExtensions.end(statement.indicator.value) { return false }
      // Refused, but for what it is.
      case .rejected(let line) where line.reason == PaddedOctets.refusal: statements += 1
      case .rejected(let rejection):
        rejections += 1
        if hasWords(lines, rejection.line) { remarks += 1 }
      default: break
      }
    }
    return statements > rejections && remarks * 50 <= statements
  }

  /// Whether a line holds words beside a value, or none but words.
  private static func hasWords(_ lines: [ArraySlice<UInt8>], _ number: Int) -> Bool {
    guard number <= lines.count else { return false }
    let text = LineReader.trimmed(LineReader.withoutTrailingComment(LineReader.withoutBullet(lines[number - 1])))
    if text.contains(where: \.isBlank) { return true }
    // `Domains` and `IPs:`, but no damaged value.
    return text.last == UInt8(ascii: ":") || !text.contains { $0 == UInt8(ascii: ".") || $0.isDigit || $0 >= 0x80 }
  }

  private static func once(_ bytes: [UInt8]) -> ByteSource {
    var isRead = false
    return {
      defer { isRead = true }
      return isRead ? [] : bytes
    }
  }
}
