import Testing

@testable import SQLite

@Suite("Functions and query-only connections")
struct FunctionTests {
  let database: Database

  init() throws {
    database = try Database(path: ":memory:", mode: .create)
    try database.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2.5), ('é'), (x'00ff'), (NULL), (''), (x'')")
    try database.addFunction("same", arguments: 1) { $0[0] }
  }

  @Test("a function takes and gives every type")
  func types() throws {
    let rows = try database.prepare("SELECT a, same(a) FROM t")
    var count = 0
    while try rows.step() {
      #expect(rows.value(0) == rows.value(1))
      count += 1
    }
    #expect(count == 7)
    let zero = try database.prepare("SELECT same(CAST(x'610062' AS TEXT))")
    #expect(try zero.step())
    #expect(zero.value(0) == .text("a\u{0}b"))
  }

  @Test("only queries are compiled, and only inside the closure")
  func onlyQueries() throws {
    let refused = [
      "INSERT INTO t VALUES (1)", "DELETE FROM t", "DROP TABLE t", "CREATE TABLE u (a)", "ATTACH ':memory:' AS other",
      "PRAGMA user_version", "PRAGMA writable_schema=ON", "BEGIN", "VACUUM INTO '/tmp/never'",
      "SELECT load_extension('x')",
      "SELECT * FROM pragma_database_list", "CREATE TEMP TABLE u (a)", "ANALYZE",
    ]
    try database.allowingOnlyQueries {
      for sql in refused { #expect(throws: SQLiteError.self, "\(sql)") { try database.prepare(sql).run() } }
      let row = try database.prepare(
        "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 9) SELECT sum(n) FROM c")
      let hasRow = try row.step()
      #expect(hasRow)
      #expect(row.integer(0) == 45)
    }
    try database.execute("INSERT INTO t VALUES (3)")
  }
}
