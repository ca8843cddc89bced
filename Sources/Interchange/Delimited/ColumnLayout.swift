import Indicators

/// Which columns of a feed hold what.
struct ColumnLayout: Hashable {
  /// A column of indicators.
  struct Value: Hashable {
    var index: Int
    var kinds: [IndicatorKind]
  }

  /// Columns of indicators; each gives a statement of its own.
  var values: [Value] = []
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
    if values.isEmpty || header.contains(where: { (try? Indicator(parsing: String($0.trimmed))) != nil }) { return nil }
  }

  /// What the names tell, which may be nothing.
  ///
  /// Of several columns with the same role the first counts.
  init(names: [String]) {
    var score: Int?
    for (index, name) in names.enumerated() {
      switch ColumnRole(name: name) {
      case .value(let kinds): values.append(Value(index: index, kinds: kinds))
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
  }

  /// How many of these rows have an indicator where the layout expects one.
  func hits(in rows: some Sequence<[String]>) -> Int {
    rows.reduce(0) { hits, row in
      let isHit = values.contains { column in
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
