import Indicators
import Time

extension ColumnLayout {
  /// How a file's columns were made out.
  struct Decision {
    var layout: ColumnLayout
    /// Whether the first row is a header.
    var hasHeaderRow: Bool
  }

  /// Makes out the columns of a file from its first rows and the names that a comment before them may give.
  ///
  /// Names count only where the rows bear them out; those in a comment, which may be prose, only where most rows do.
  /// Columns whose names say nothing hold values where most of their cells do. Without names so does every column, a
  /// column of types is known by its words (`md5`, `Host`), and in a tab-separated file whole numbers in the second
  /// column count something, such as the lists that name an address.
  static func decide(rows: [[String]], commentHeader: [String]?, isTabSeparated: Bool) -> Decision? {
    guard let first = rows.first else { return nil }
    let rest = rows.dropFirst()
    if typeColumn(of: rows) == nil, let named = ColumnLayout(header: first) {
      var layout = named
      layout.addValues(of: Array(rest))
      if rest.isEmpty || layout.hits(in: rest) > 0 {
        layout.settle(by: rest)
        return Decision(layout: layout, hasHeaderRow: true)
      }
    }
    if let commentHeader, var layout = ColumnLayout(header: commentHeader),
      layout.hits(in: rows, asPromised: true) * 2 >= rows.count
    {
      layout.addValues(of: rows)
      layout.settle(by: rows)
      return Decision(layout: layout, hasHeaderRow: false)
    }
    if let decision = byCells(rows, isTabSeparated: isTabSeparated) { return decision }
    if let type = typeColumn(of: rows) {
      // Pairs without a single value that can be read: each gets its reason.
      var layout = ColumnLayout(names: [])
      layout.kind = type
      layout.values = [Value(index: type == 0 ? 1 : 0, kinds: [])]
      return Decision(layout: layout, hasHeaderRow: false)
    }
    // No row bears any name out. Then a header is the best we have, and each row gets its own reason.
    if let layout = ColumnLayout(header: first) { return Decision(layout: layout, hasHeaderRow: true) }
    return commentHeader.flatMap { ColumnLayout(header: $0) }.map { Decision(layout: $0, hasHeaderRow: false) }
  }

  /// What the cells tell where no name does.
  private static func byCells(_ rows: [[String]], isTabSeparated: Bool) -> Decision? {
    guard let first = rows.first else { return nil }
    let type = typeColumn(of: rows)
    // A header whose names for the values we do not know still names the other columns.
    let hasHeaderRow =
      type == nil && rows.count > 1 && first.allSatisfy({ $0.trimmed.isEmpty || isName($0) })
      && (first.count == 1 || first.count(where: isName) > 1)
      && !first.contains { CertainValue.indicator($0.trimmed) != nil }
    let body = hasHeaderRow ? Array(rows.dropFirst()) : rows
    var layout = ColumnLayout(names: hasHeaderRow ? first : [])
    layout.values = []
    layout.kind = type ?? layout.kind
    layout.addValues(of: body)
    // A file may call its values `name`, which in others is anything else.
    if layout.values.isEmpty { layout.addValues(of: body, isRemarkBelieved: true) }
    guard !layout.values.isEmpty || layout.addBestColumn(of: body) else { return nil }
    // With one column of values there is nothing else that a row could be about.
    if layout.values.count == 1 || layout.kind != nil { layout.values[0].isNamed = true }
    // The block list of DShield, whose columns only a comment explains: first address, last address, prefix length.
    if layout.values.first?.index == 0, body.allSatisfy(isNetwork) { layout.range = (0, 1) }
    if isTabSeparated, layout.count == nil, layout.values.first?.index == 0,
      body.allSatisfy({ $0.count >= 2 && isCount($0[1]) })
    {
      layout.count = 1
    }
    if !hasHeaderRow, layout.count == nil { layout.addTime(of: body) }
    layout.settle(by: body)
    return Decision(layout: layout, hasHeaderRow: hasHeaderRow)
  }

  // MARK: Columns by their cells

  /// Adds the columns whose names say nothing and most of whose cells are values.
  mutating func addValues(of rows: [[String]], isRemarkBelieved: Bool = false) {
    let taken = Set(values.map(\.index) + [kind, range?.start, range?.end].compactMap(\.self))
    for index in 0..<Swift.min(rows.map(\.count).max() ?? 0, 64) where !taken.contains(index) {
      let isRemark = remarks.contains(index)
      guard isRemark || !known.contains(index) else { continue }
      let cells = Self.cells(index, of: rows).filter { !AbsentValue.isSaid(by: $0) }
      let found = cells.map { Self.certain($0) }
      // Of a remark only what cannot be a word or a citation.
      let hits = found.count { isRemark && !isRemarkBelieved ? $0?.isUnmistakable ?? false : $0 != nil }
      guard hits > 0, hits * 2 >= cells.count else { continue }
      if found.contains(where: { $0?.kind == .url }), Self.isCitation(index, of: rows) { continue }
      values.append(Value(index: index, kinds: [], isNamed: false))
    }
    values.sort { $0.index < $1.index }
  }

  /// Adds the column in which most cells are values, though most of its cells may be none: rows of other types.
  private mutating func addBestColumn(of rows: [[String]]) -> Bool {
    var best: (index: Int, hits: Int)?
    for index in 0..<Swift.min(rows.map(\.count).max() ?? 0, 64) where index != kind && !known.contains(index) {
      let hits = Self.cells(index, of: rows).count {
        let reading = CellReading($0, kinds: [])
        return !reading.indicators.isEmpty && !reading.isRemark
      }
      if hits > best?.hits ?? 0 { best = (index, hits) }
    }
    guard let best else { return false }
    values = [Value(index: best.index, kinds: [])]
    return true
  }

  /// The first value that a cell holds without doubt.
  private static func certain(_ cell: Substring) -> Indicator? {
    if let indicator = CertainValue.indicator(cell) { return indicator }
    let reading = CellReading(cell, kinds: [])
    return reading.isCertain ? reading.indicators.first : nil
  }

  /// Whether URLs cite: most lead to a page about another value of the row, as at VirusTotal, or to a known service.
  private static func isCitation(_ index: Int, of rows: [[String]]) -> Bool {
    var urls = 0
    var citing = 0
    for row in rows where index < row.count {
      guard let url = CertainValue.indicator(row[index].trimmed), url.kind == .url else { continue }
      urls += 1
      let parts = url.value.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
      let host = parts.count > 2 ? parts[2].lowercased() : ""
      let path = parts.count > 3 ? parts[3].lowercased() : ""
      let citesRow = row.indices.contains { other in
        let cell = row[other].trimmed
        return other != index && cell.utf8.count >= 7 && CertainValue.indicator(cell) != nil
          && path.contains(cell.lowercased())
      }
      if citesRow || services.contains(where: { host == $0 || host.hasSuffix("." + $0) }) { citing += 1 }
    }
    return citing * 2 > urls
  }

  /// Where analysts look values up and publish what they found.
  private static let services = [
    "virustotal.com", "any.run", "hybrid-analysis.com", "urlscan.io", "abuse.ch", "tria.ge", "joesandbox.com",
    "malshare.com", "otx.alienvault.com", "threatminer.org", "shodan.io", "censys.io", "twitter.com", "x.com",
    "abuseipdb.com", "riskiq.net", "riskiq.com", "mitre.org", "malpedia.caad.fkie.fraunhofer.de", "app.sekoia.io",
    "vxvault.net", "cape.contextis.com", "capesandbox.com", "intezer.com", "misp-project.org",
  ]

  /// The column whose words are names of types, in all rows: pairs such as `Host,evil.example` need no header.
  static func typeColumn(of rows: [[String]]) -> Int? {
    // One row of names is a header.
    if rows.count == 1, !rows[0].contains(where: { CertainValue.indicator($0.trimmed) != nil }) { return nil }
    for index in 0..<Swift.min(rows.map(\.count).max() ?? 0, 8) {
      let cells = cells(index, of: rows)
      guard let first = cells.first, let type = IndicatorTypeName(String(first)), !type.isCitation else { continue }
      let types = cells.compactMap { IndicatorTypeName(String($0)) }
      // `registrar` and `Example Registrar` are words for nothing that is held, and no pairs.
      guard types.contains(where: \.isOfIndicators) else { continue }
      if cells.count * 2 >= rows.count, types.count * 5 >= cells.count * 4 { return index }
    }
    return nil
  }

  /// The one column of times, which without a name says when the row's value was seen.
  private mutating func addTime(of rows: [[String]]) {
    var found: [Int] = []
    for index in 0..<Swift.min(rows.map(\.count).max() ?? 0, 64) where !values.contains(where: { $0.index == index }) {
      let cells = Self.cells(index, of: rows).filter { !$0.isEmpty }
      let isTime = { (cell: Substring) in
        cell.utf8.count >= 8 && (Timestamp(parsingAny: cell) != nil || DateOrder.isOpen(in: cell))
      }
      if cells.count * 2 > rows.count, cells.allSatisfy(isTime) { found.append(index) }
    }
    if found.count == 1 { firstSeen = Time(index: found[0]) }
  }

  /// Whether a field could name a column: it begins with a letter and holds nothing that only values do.
  private static func isName(_ field: String) -> Bool {
    guard let first = field.trimmed.unicodeScalars.first, first.properties.isAlphabetic else { return false }
    return field.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || "_ -()/?#&".unicodeScalars.contains($0)
    }
  }

  /// Whether a row begins with the first and the last address of a network and the length of its prefix.
  private static func isNetwork(_ row: [String]) -> Bool {
    guard row.count > 2, let first = IPAddress(parsing: row[0].trimmed), let last = IPAddress(parsing: row[1].trimmed),
      let length = Int(row[2].trimmed), let range = AddressRange(from: first, through: last)
    else { return false }
    return range.blocks == [CIDRBlock(first, prefixLength: length)]
  }

  private static func isCount(_ field: String) -> Bool {
    (1...18).contains(field.utf8.count)
      && field.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}

extension Indicator {
  /// Whether its form is no word's and no citation's.
  fileprivate var isUnmistakable: Bool {
    switch kind {
    case .ipv4, .ipv6, .cidr, .md5, .sha1, .sha256, .sha512: true
    case .domain, .url, .email: false
    }
  }
}
