import Events
import Indicators
import Time

/// Reads one indicator a line: blocklists, hosts files, what analysts paste.
///
/// Comments start with `#`, `;` or `//`, also behind a value and a blank. A date that the comments at the beginning
/// state for the file becomes ``IntakeItem/fileDate(_:)``. In a hosts file (`0.0.0.0 evil.example`) the names count, of
/// a list for ad blockers, dnsmasq, unbound or BIND what it blocks (see ``FilterRule``), of a range of addresses its blocks
/// (see ``RangeLine``), of a Response Policy Zone the owners of what blocks (see ``ZoneRecords``), of a file of checksums
/// the hashes. What follows an address or a name behind `#`, `;`, `,` or `|` is a remark or a score:
/// `198.51.100.7#4#2#Scanning Host#…` of AlienVault's reputation list gives its activity as labels.
public struct LineReader: IntakeReader {
  private var lines: LineSplitter
  private var waiting: [IntakeItem] = []
  private var isInHeader = true
  private var zone = ZoneRecords()

  /// Reads from a source; `limit` is the length of the longest line in bytes that is taken in.
  public init(_ source: @escaping ByteSource, limit: Int = 1 << 20) {
    lines = LineSplitter(source, limit: limit)
  }

  /// The next item, or nil at the end of the input.
  public mutating func next() throws -> IntakeItem? {
    if let item = waiting.popLast() { return item }
    guard let line = try lines.next() else { return nil }
    return read(line)
  }

  private mutating func read(_ line: TextLine) -> IntakeItem {
    if line.isTooLong { return reject(line, "the line is longer than any indicator; is this a list, one a line?") }
    let text = Self.trimmed(line.bytes)
    guard !text.isEmpty else { return .skipped(Skip(line: line.number, reason: .blank)) }
    if text.startsComment { return comment(text, line) }
    if let item = statement(text, line.number) { return item }
    if let rule = FilterRule(text) { return item(rule, text, line) }
    if let record = zone.read(line.bytes) { return item(record, text, line) }
    isInHeader = false
    if let hash = ChecksumLine.hash(text) { return statements([hash], nil, line) }
    let value = Self.trimmed(Self.withoutTrailingComment(Self.withoutBullet(text)))
    if let names = HostsLine.names(value) { return statements(names, .domain, line) }
    if let range = AddressRange(parsing: String(decoding: value, as: UTF8.self)) { return statements(range, line) }
    switch RangeLine(value) {
    case .range(let range): return statements(range, line)
    case .passed: return .skipped(Skip(line: line.number, reason: .passed))
    case nil: break
    }
    if let item = remarked(value, line) { return item }
    do throws(IndicatorError) {
      return .statement(Statement(indicator: try Indicator(parsing: value), signals: .listed, line: line.number))
    } catch {
      if text.contains(0) { return reject(line, "the line holds NUL bytes; save the file as text in UTF-8") }
      return reject(line, PaddedOctets.begins(value) ? PaddedOctets.refusal : error.description)
    }
  }

  /// A value and what is said of it, without the blank that a comment has before it: `192.0.2.7#scanner`, `192.0.2.7;65`.
  private mutating func remarked(_ text: ArraySlice<UInt8>, _ line: TextLine) -> IntakeItem? {
    guard let end = text.firstIndex(where: Self.partsRemark), !text[..<end].contains(UInt8(ascii: "/")),
      let indicator = try? Indicator(parsing: Self.trimmed(text[..<end]))
    else { return nil }
    var statement = Statement(indicator: indicator, signals: .listed, line: line.number)
    let rest = text[(end + 1)...]
    if text[end] == UInt8(ascii: "#") {
      statement.labels = Self.activity(rest)
    } else {
      // Several values in a line are each one.
      let values = rest.split(whereSeparator: Self.partsRemark).map(Self.trimmed)
      let others = values.compactMap { CertainValue.indicator(Substring(String(decoding: $0, as: UTF8.self))) }
      // `192.0.2.1, 192.0.2.2, evil.example` is a list in prose, and no line of a list.
      if text[end] == UInt8(ascii: ","), !others.isEmpty { return nil }
      waiting = others.reversed().map {
        .statement(Statement(indicator: $0, signals: .listed, line: line.number))
      }
    }
    return .statement(statement)
  }

  private static func partsRemark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "|")
  }

  /// What an address did, in AlienVault's list: `reliability#risk#activity;activity#country#city#position#id`.
  private static func activity(_ rest: ArraySlice<UInt8>) -> [String] {
    let fields = rest.split(separator: UInt8(ascii: "#"), omittingEmptySubsequences: false)
    guard fields.count > 5, fields.prefix(2).allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isDigit) }) else { return [] }
    return LabelList(cell: String(decoding: fields[2], as: UTF8.self)).labels
  }

  private mutating func item(_ record: ZoneRecords.Line, _ text: ArraySlice<UInt8>, _ line: TextLine) -> IntakeItem {
    switch record {
    case .own: return .skipped(Skip(line: line.number, reason: .metadata))
    case .passed: return .skipped(Skip(line: line.number, reason: .passed))
    case .blocked(let value):
      isInHeader = false
      return statements([Array(value.utf8)[...]], nil, line)
    }
  }

  /// The common case, a line that is a value and nothing else.
  private mutating func statement(_ text: ArraySlice<UInt8>, _ number: Int) -> IntakeItem? {
    let mayBeMore = { (byte: UInt8) in
      byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "#")
    }
    guard !text.contains(where: mayBeMore), let indicator = try? Indicator(parsing: text) else { return nil }
    isInHeader = false
    return .statement(Statement(indicator: indicator, signals: .listed, line: number))
  }

  private mutating func comment(_ text: ArraySlice<UInt8>, _ line: TextLine) -> IntakeItem {
    let skipped = IntakeItem.skipped(Skip(line: line.number, reason: .comment))
    guard isInHeader, let date = StatedDate.find(in: text) else { return skipped }
    waiting.append(skipped)
    return .fileDate(date)
  }

  private mutating func item(_ rule: FilterRule, _ text: ArraySlice<UInt8>, _ line: TextLine) -> IntakeItem {
    switch rule {
    case .passed: return comment(text, line)
    case .blocked(let values):
      isInHeader = false
      return statements(values, nil, line)
    }
  }

  /// A range is the blocks that it consists of.
  private mutating func statements(_ range: AddressRange, _ line: TextLine) -> IntakeItem {
    let items = range.blocks.map {
      IntakeItem.statement(Statement(indicator: $0.indicator, signals: .listed, line: line.number))
    }
    waiting = items.dropFirst().reversed()
    return items.first ?? .skipped(Skip(line: line.number, reason: .blank))
  }

  /// The values of a line that holds several; one that names none, such as only the machine itself, is skipped.
  private mutating func statements(
    _ values: [ArraySlice<UInt8>], _ kind: IndicatorKind?, _ line: TextLine
  ) -> IntakeItem {
    var items: [IntakeItem] = []
    for value in values {
      do throws(IndicatorError) {
        let indicator = try Indicator(parsing: value, as: kind)
        items.append(.statement(Statement(indicator: indicator, signals: .listed, line: line.number)))
      } catch {
        items.append(reject(line, error.description))
      }
    }
    guard !items.isEmpty else { return .skipped(Skip(line: line.number, reason: .passed)) }
    waiting = items.dropFirst().reversed()
    return items[0]
  }

  private func reject(_ line: TextLine, _ reason: String) -> IntakeItem {
    .rejected(Rejection(line: line.number, text: line.text, reason: reason))
  }

  static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text
    while let first = text.first, first.isBlank { text.removeFirst() }
    while let last = text.last, last.isBlank { text.removeLast() }
    return text
  }

  /// Drops the `- ` or `* ` of a list.
  static func withoutBullet(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    text.starts(with: "- ".utf8) || text.starts(with: "* ".utf8) ? text.dropFirst(2) : text
  }

  /// Drops a comment behind a blank; without the blank it may be the fragment of a URL.
  static func withoutTrailingComment(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    for index in text.indices.dropFirst() where text[index - 1].isBlank && text[index...].startsComment {
      return text[..<index]
    }
    return text
  }
}

extension ArraySlice<UInt8> {
  /// Whether a comment starts here.
  fileprivate var startsComment: Bool {
    switch first {
    case UInt8(ascii: "#"), UInt8(ascii: ";"): true
    case UInt8(ascii: "/"): dropFirst().first == UInt8(ascii: "/")
    default: false
    }
  }
}

extension Facts {
  /// The signals of a statement that says no more than that the indicator is listed; one value shared by all.
  static let listed: Facts = ["feed.listed": true]
}
