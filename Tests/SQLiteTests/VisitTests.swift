import CSQLite
import Testing

@testable import SQLite

@Suite("Visiting rows")
struct VisitTests {
  private struct Enough: Error {}
  let database: Database

  init() throws {
    database = try Database(path: ":memory:", mode: .create)
    try database.execute(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, a);
      WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO t SELECT i, 2 * i FROM n
      """)
  }

  @Test("goes through all rows in their order")
  func order() throws {
    var seen: [Int64] = []
    try database.visit(
      "SELECT 1 FROM t WHERE id BETWEEN ? AND ? AND visit(id, a) ORDER BY id",
      bind: { range in
        range.bind(1, 20)
        range.bind(2, 50)
      }
    ) { row in
      #expect(row.cell(1).integer == row.cell(0).integer.map { 2 * $0 })
      seen.append(row.cell(0).integer ?? 0)
      return true
    }
    #expect(seen == Array(20...50))
  }

  @Test("takes no value for one of another type")
  func cells() throws {
    var visited = 0
    try database.visit("SELECT 1 WHERE visit(7, '7', x'37', NULL, 7.0, x'')") { row in
      visited += 1
      #expect((0..<6).map { row.cell($0).integer } == [7, nil, nil, nil, nil, nil])
      #expect((0..<6).map { row.cell($0).blob.map(Array.init) } == [nil, nil, [0x37], nil, nil, []])
      #expect((0..<6).map { row.cell($0).isNull } == [false, false, false, true, false, false])
      return true
    }
    #expect(visited == 1)
  }

  @Test("ends where the closure throws, and can be used again")
  func throwing() throws {
    var count = 0
    #expect(throws: Enough.self) {
      try database.visit("SELECT 1 FROM t WHERE visit(id) ORDER BY id") { _ in
        count += 1
        if count == 3 { throw Enough() }
        return true
      }
    }
    #expect(count == 3)
    try database.visit("SELECT 1 FROM t WHERE visit(id) ORDER BY id") { _ in
      count += 1
      return true
    }
    #expect(count == 103)
  }

  @Test("ends where the closure has enough")
  func stopping() throws {
    var seen: [Int64?] = []
    for _ in 1...2 {
      try database.visit("SELECT 1 FROM t WHERE visit(id) ORDER BY id") { row in
        seen.append(row.cell(0).integer)
        return row.cell(0).integer != 3
      }
    }
    #expect(seen == [1, 2, 3, 1, 2, 3])
  }

  @Test("may go on inside another visit")
  func nested() throws {
    var pairs: [[Int64?]] = []
    try database.visit("SELECT 1 FROM t WHERE id < 4 AND visit(id) ORDER BY id") { outer in
      try database.visit("SELECT 1 FROM t WHERE id > ? AND id < 4 AND visit(id) ORDER BY id", bind: { $0.bind(1, 1) }) {
        pairs.append([outer.cell(0).integer, $0.cell(0).integer])
        return true
      }
      return true
    }
    #expect(pairs == [[1, 2], [1, 3], [2, 2], [2, 3], [3, 2], [3, 3]])
  }

  @Test("reports what SQLite does not understand")
  func failure() throws {
    #expect(throws: SQLiteError.self) { try database.visit("SELECT 1 FROM nowhere WHERE visit(id)") { _ in true } }
  }
}
