import Indicators

/// Which columns of a feed hold what.
struct ColumnLayout {
  /// A column of indicators.
  struct Value: Hashable {
    var index: Int
    var kinds: [IndicatorKind]
  }

  /// Columns of indicators; each gives a statement of its own.
  var values: [Value] = []
  /// Columns of the first and the last address of a range.
  ///
  /// A row that has one is about that; its other values, such as the address to complain to, are no indicators then.
  var range: (start: Int, end: Int)?
  var kind: Int?
  var confidence: Int?
  var firstSeen: Int?
  var lastSeen: Int?
  var labels: [Int] = []
  var trafficLight: Int?
  var count: Int?
  var toIDs: Int?

  /// The layout that a header's names tell; nil where they name no column of indicators.
  init?(header: [String]) {
    self.init(names: header)
    // A header names things; a row of values is none, even where one of them is also a name, such as the host `url`.
    if values.isEmpty && range == nil
      || header.contains(where: { (try? Indicator(parsing: String($0.trimmed))) != nil })
    {
      return nil
    }
  }

  /// What the names tell, which may be nothing.
  ///
  /// Of several columns with the same role the first counts.
  init(names: [String]) {
    var score: Int?
    var start: Int?
    var end: Int?
    for (index, name) in names.enumerated() {
      switch ColumnRole(name: name) {
      case .value(let kinds): values.append(Value(index: index, kinds: kinds))
      case .rangeStart: start = start ?? index
      case .rangeEnd: end = end ?? index
      case .kind: kind = kind ?? index
      case .confidence: confidence = confidence ?? index
      case .score: score = score ?? index
      case .firstSeen: firstSeen = firstSeen ?? index
      case .lastSeen: lastSeen = lastSeen ?? index
      case .labels: labels.append(index)
      case .trafficLight: trafficLight = trafficLight ?? index
      case .count: count = count ?? index
      case .toIDs: toIDs = toIDs ?? index
      case nil: break
      }
    }
    confidence = confidence ?? score
    if let start, let end { range = (start, end) }
  }

  /// The range of a row, where the columns for one hold addresses.
  func range(of row: [String]) -> AddressRange? {
    guard let range, max(range.start, range.end) < row.count, let first = IPAddress(parsing: row[range.start].trimmed),
      let last = IPAddress(parsing: row[range.end].trimmed)
    else { return nil }
    return AddressRange(from: first, through: last)
  }

  /// How many of these rows have an indicator where the layout expects one.
  func hits(in rows: some Sequence<[String]>) -> Int {
    rows.reduce(0) { hits, row in
      let isHit =
        range(of: row) != nil
        || values.contains { column in
          guard column.index < row.count else { return false }
          return (try? Indicator(parsing: String(row[column.index].trimmed), asOneOf: column.kinds)) != nil
        }
      return isHit ? hits + 1 : hits
    }
  }

  /// The column of indicators in rows without a header: the one in which most values are indicators, of several the
  /// leftmost; nil where there is none.
  static func valueColumn(of rows: [[String]]) -> Int? {
    let width = rows.map(\.count).max() ?? 0
    var best: (index: Int, hits: Int)?
    for index in 0..<min(width, 64) {
      let hits = rows.count {
        index < $0.count && (try? Indicator(parsing: String($0[index].trimmed), asOneOf: [])) != nil
      }
      if hits > best?.hits ?? 0 { best = (index, hits) }
    }
    return best?.index
  }
}
