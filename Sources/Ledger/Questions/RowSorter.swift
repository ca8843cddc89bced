import Indicators
import Scoring
import Time

/// Brings the rows of `list` into order: in memory as long as they are few, else in a temporary file.
struct RowSorter {
  private let query: ListQuery
  private let mostInMemory: Int
  private var kept: [ListRow] = []
  private var spilled: SpilledRows?

  /// Sorts for a query; at most so many rows, of about 200 bytes each, are in memory.
  init(_ query: ListQuery, mostInMemory: Int = 1 << 17) {
    self.query = query
    self.mostInMemory = mostInMemory
  }

  /// Takes in a row.
  mutating func add(_ row: ListRow) throws {
    if let spilled { return try spilled.add(row, rank: query.rank(row)) }
    kept.append(row)
    if let limit = query.limit, limit <= mostInMemory / 2 {
      guard kept.count >= max(2 * limit, 1024) else { return }
      kept.sort(by: query.precedes)
      kept.removeLast(kept.count - limit)
    } else if kept.count > mostInMemory {
      let file = try SpilledRows()
      for row in kept { try file.add(row, rank: query.rank(row)) }
      kept = []
      spilled = file
    }
  }

  /// Calls the closure with the rows in order, as many as the query asks for.
  mutating func forEach(_ body: (ListRow) throws -> Void) throws {
    let limit = query.limit ?? .max
    if let spilled { return try spilled.forEach(limit: limit, body) }
    kept.sort(by: query.precedes)
    for row in kept.prefix(limit) { try body(row) }
  }
}

extension ListQuery {
  /// The number by which rows are sorted first, the lowest in front; then come value and kind.
  fileprivate func rank(_ row: ListRow) -> Int64 {
    switch order {
    // The complement turns the order round, and has no overflow.
    case .score: ~Int64(row.score.hundredths)
    case .firstSeen: row.firstSeen?.milliseconds ?? .max
    case .lastSeen: ~(row.lastSeen?.milliseconds ?? .min)
    case .value, .ingested: 0
    }
  }

  fileprivate func precedes(_ left: ListRow, _ right: ListRow) -> Bool {
    let (first, second) = (rank(left), rank(right))
    if first != second { return first < second }
    // By their bytes, as in the file.
    let (one, other) = (left.indicator.value.utf8, right.indicator.value.utf8)
    if !one.elementsEqual(other) { return one.lexicographicallyPrecedes(other) }
    return left.indicator.kind.code < right.indicator.kind.code
  }
}
