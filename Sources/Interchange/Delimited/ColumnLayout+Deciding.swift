import Indicators

extension ColumnLayout {
  /// How a file's columns were made out.
  struct Decision {
    var layout: ColumnLayout
    /// Whether the first row is a header.
    var hasHeaderRow: Bool
  }

  /// Makes out the columns of a file from its first rows and the names that a comment before them may give.
  ///
  /// Names count only where the rows bear them out; those in a comment, which may be prose, only where most rows do. Without names the column with most indicators holds the values, and
  /// in a tab-separated file whole numbers in the second column count something, such as the lists that name an address.
  static func decide(rows: [[String]], commentHeader: [String]?, isTabSeparated: Bool) -> Decision? {
    guard let first = rows.first else { return nil }
    let rest = rows.dropFirst()
    if let layout = ColumnLayout(header: first), rest.isEmpty || layout.hits(in: rest) > 0 {
      return Decision(layout: layout, hasHeaderRow: true)
    }
    if let commentHeader, let layout = ColumnLayout(header: commentHeader), layout.hits(in: rows) * 2 >= rows.count {
      return Decision(layout: layout, hasHeaderRow: false)
    }
    guard let index = valueColumn(of: rows) else {
      // No row bears any name out. Then a header is the best we have, and each row gets its own reason.
      return ColumnLayout(header: first).map { Decision(layout: $0, hasHeaderRow: true) }
    }
    // A header whose names for the values we do not know still names the other columns.
    let hasHeaderRow = first.allSatisfy(isName) && !rest.isEmpty && valueColumn(of: [first]) == nil
    var layout = ColumnLayout(names: hasHeaderRow ? first : [])
    layout.values = [Value(index: index, kinds: [])]
    let body = hasHeaderRow ? Array(rest) : rows
    // The block list of DShield, whose columns only a comment explains: first address, last address, prefix length.
    if index == 0, body.allSatisfy(isNetwork) { layout.range = (0, 1) }
    if isTabSeparated, layout.count == nil, index == 0, body.allSatisfy({ $0.count >= 2 && isCount($0[1]) }) {
      layout.count = 1
    }
    return Decision(layout: layout, hasHeaderRow: hasHeaderRow)
  }

  /// Whether a field could name a column: it begins with a letter and holds nothing that only values do.
  private static func isName(_ field: String) -> Bool {
    guard let first = field.trimmed.unicodeScalars.first, first.properties.isAlphabetic else { return false }
    return field.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || "_ -()/?#".unicodeScalars.contains($0)
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
