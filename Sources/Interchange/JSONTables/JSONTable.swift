import Indicators

/// The columns of a table in JSON: every path of names that was come by, in the order of its first occurrence.
struct JSONTable {
  private var reader = RowReader(ColumnLayout(names: []))
  /// The paths, joined by dots, and where they stand in a row.
  private var columns: [String: Int] = [:]
  private var paths: [[String]] = []

  /// More columns than this are of a table whose member names are values of some kind; the rest is not told apart.
  private static let maximumColumns = 1024

  /// Makes out what the members hold by the first rows.
  mutating func settle(by rows: [JSONRow]) {
    let rows = rows.filter { if case .row = $0.role { true } else { false } }
    for row in rows { addColumns(of: row) }
    let cells = rows.map(self.row)
    var layout = self.layout
    layout.addValues(of: cells)
    layout.settle(by: cells)
    reader = RowReader(layout, names: paths.map { $0.joined(separator: ".") })
  }

  /// What a row gives.
  mutating func items(of row: JSONRow) -> [IntakeItem] {
    switch row.role {
    case .metadata: return [.skipped(Skip(line: row.line, reason: .metadata))]
    case .passed: return [.skipped(Skip(line: row.line, reason: .passed))]
    case .damaged(let reason):
      return [.rejected(Rejection(line: row.line, text: row.cells.first?.text ?? "", reason: reason))]
    case .row: break
    }
    if isMetadata(row) { return [.skipped(Skip(line: row.line, reason: .metadata))] }
    if let operatorsDomain = operatorsDomain(row) {
      let reason = "the domain of the operator of a network, not a value that the list names"
      return [.setAside(Rejection(line: row.line, text: operatorsDomain, reason: reason))]
    }
    let count = paths.count
    if addColumns(of: row) {
      var layout = self.layout
      layout.adopt(reader.layout, of: count, among: paths.count)
      reader.adopt(layout, names: paths.map { $0.joined(separator: ".") })
    }
    return reader.items(of: self.row(row), line: row.line)
  }

  // MARK: Columns

  /// Adds the columns that a row is the first to have; whether there are any.
  @discardableResult
  private mutating func addColumns(of row: JSONRow) -> Bool {
    var isNew = false
    for cell in row.cells where columns.count < Self.maximumColumns {
      let name = cell.path.joined(separator: ".")
      guard columns[name] == nil else { continue }
      columns[name] = paths.count
      paths.append(cell.path)
      isNew = true
    }
    return isNew
  }

  /// The texts of a row by their columns; several of one column in one text.
  private func row(_ row: JSONRow) -> [String] {
    var texts = Array(repeating: "", count: paths.count)
    for cell in row.cells {
      guard let index = columns[cell.path.joined(separator: ".")] else { continue }
      // Labels are parted by commas, values by line ends.
      let separator = Self.role(of: cell.path) == .labels ? "," : "\n"
      texts[index] += texts[index].isEmpty ? cell.text : separator + cell.text
    }
    return texts
  }

  /// What the names say; where they say nothing only what is certain is taken.
  private var layout: ColumnLayout {
    let roles = paths.map { path in
      // The parts of a URL beside the whole of it.
      let isPart = path.count > 1 && path[path.count - 2] == "url" && path.last == "domain" && holdsWhole(of: path)
      return isPart ? .foreign : Self.role(of: path)
    }
    // `@timestamp` is when the object was written, where another member says when the value was seen.
    let times = zip(paths, roles).filter { $0.1 == .firstSeen }
    let isSaid = times.contains { !Self.generalTimes.contains($0.0.last?.nameKey ?? "") }
    return ColumnLayout(
      roles: zip(paths, roles).map { path, role in
        isSaid && role == .firstSeen && Self.generalTimes.contains(path.last?.nameKey ?? "") ? .foreign : role
      })
  }

  private static let generalTimes: Set<String> = ["timestamp", "time", "date", "datetime", "created", "createdat"]

  private func holdsWhole(of path: [String]) -> Bool {
    ["full", "original"].contains { columns[(path.dropLast() + [$0]).joined(separator: ".")] != nil }
  }

  /// What a member is by the names that lead to it: by the last, or by the last two where the last says nothing.
  static func role(of path: [String]) -> ColumnRole? {
    guard let last = path.last else { return nil }
    let above = path.dropLast()
    if above.contains(where: { foreign.contains($0.nameKey) }) { return .foreign }
    if above.contains(where: { citing.contains($0.nameKey) }) { return .remark }
    let parent = above.last ?? ""
    switch last.nameKey {
    case "type" where !parent.isEmpty: return typed.contains(parent.nameKey) ? .kind : nil
    case "full", "original", "value", "address":
      if case .value(let kinds) = ColumnRole(name: parent) { return .value(kinds) }
    case "created", "modified", "name": break
    default: break
    }
    return ColumnRole(name: last) ?? ColumnRole(name: parent + " " + last)
  }

  private static let typed: Set<String> = [
    "indicator", "indicators", "ioc", "iocs", "observable", "observables", "attribute", "attributes", "data", "results",
    "items", "entries", "list", "objects", "artifacts", "values",
  ]
  private static let foreign: Set<String> = [
    "certificate", "cert", "x509", "tls", "ssl", "geo", "geoip", "registrar", "registrant", "whois", "asn", "as",
    "reporter", "submitter", "observer", "agent", "contact", "abuse", "pe", "elf", "macho", "codesignature",
    "signature",
    "victim", "organization",
  ]
  private static let citing: Set<String> = [
    "references", "reference", "externalreferences", "links", "source", "sources", "author", "vendor", "feed",
    "license",
    "meta", "metadata", "pagination", "paging",
  ]

  // MARK: Rows about the list

  /// Whether a row describes the list: the last line of Spamhaus' DROP says `"type": "metadata"`.
  private func isMetadata(_ row: JSONRow) -> Bool {
    row.cells.contains { $0.path.last == "type" && ["metadata", "meta", "header"].contains($0.text.lowercased()) }
  }

  /// The domain in a row about an autonomous system, where it is the row's only value: Spamhaus' ASN-DROP.
  private func operatorsDomain(_ row: JSONRow) -> String? {
    let names = row.cells.compactMap { $0.path.last?.nameKey }
    guard names.contains("asn"), names.contains("asname"), !names.contains("ip"), !names.contains("cidr"),
      !names.contains("ipaddress")
    else { return nil }
    return row.cells.first { $0.path.last == "domain" }?.text
  }
}
