import CSQLite
import Testing

@testable import SQLite

@Suite("Statements")
struct StatementTests {
  let database: Database

  init() throws {
    database = try Database(path: ":memory:", mode: .create)
    try database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)")
  }

  @Test("values of every type come back as they were bound")
  func roundTrip() throws {
    let insert = try database.prepare("INSERT INTO t VALUES (?, ?, ?)")
    let texts = ["", "é\u{0}z", "日本", String(repeating: "x", count: 70_000)]
    for (index, text) in texts.enumerated() {
      insert.bind(1, index)
      insert.bind(2, text)
      insert.bind(3, Array(text.utf8))
      try insert.run()
    }
    let rows = try database.prepare("SELECT id, a, b FROM t ORDER BY id")
    for text in texts {
      #expect(try rows.step())
      #expect(rows.value(1) == .text(text))
      #expect(rows.value(2) == .blob(Array(text.utf8)))
      #expect(rows.validText(1) == text)
    }
    #expect(try !rows.step())
  }

  @Test("NULL is told from empty")
  func nulls() throws {
    let row = try database.prepare("SELECT ?, ?, ?, ?")
    row.bind(1, Int64?.none)
    row.bind(2, String?.none)
    row.bind(3, [UInt8]?.none)
    row.bind(4, [UInt8]())
    #expect(try row.step())
    #expect((0..<4).map(row.value) == [.null, .null, .null, .blob([])])
    #expect(row.optionalText(0) == nil)
    #expect(row.optionalBytes(3) == [])
    #expect(row.integer(0) == 0)
    #expect(row.text(0) == "")
  }

  @Test("text that is not UTF-8 is read with marks in place of the damage, and is not valid")
  func invalidText() throws {
    let row = try database.prepare("SELECT CAST(x'61ff62' AS TEXT)")
    #expect(try row.step())
    #expect(row.text(0) == "a\u{FFFD}b")
    #expect(row.validText(0) == nil)
  }

  @Test("a cached statement takes new parameters, also after it ran to its end and was not reset")
  func cachedAfterEnd() throws {
    for value in [Int64(5), 6] {
      let row = try database.cached("SELECT ?")
      row.bind(1, value)
      #expect(try row.step())
      #expect(row.integer(0) == value)
      #expect(try !row.step())
    }
  }

  @Test("a cached statement that is in use is left alone")
  func cachedInUse() throws {
    let sql = "VALUES (1), (2), (3)"
    let outer = try database.cached(sql)
    var seen: [Int64] = []
    while try outer.step() {
      seen.append(outer.integer(0))
      let inner = try database.cached(sql)
      #expect(try inner.step())
      #expect(inner.integer(0) == 1)
      inner.reset()
    }
    #expect(seen == [1, 2, 3])
  }

  @Test("a parameter beyond SQLite's limits is an error and not NULL")
  func oversized() throws {
    sqlite3_limit(database.handle, SQLITE_LIMIT_LENGTH, 1000)
    let row = try database.prepare("INSERT INTO t (a) VALUES (?)")
    row.bind(1, Array(repeating: UInt8(1), count: 2000))
    let error = #expect(throws: SQLiteError.self) { try row.run() }
    #expect(error?.code == SQLITE_TOOBIG)
    row.bind(1, [1])
    try row.run()
    #expect(try database.integer("SELECT count(*) FROM t WHERE a = x'01'") == 1)
  }

  @Test("a text of two statements is refused; blanks and comments may follow one")
  func twoStatements() throws {
    for sql in ["SELECT 1; SELECT 2", "SELECT 1; nonsense", "", "-- nothing", ";"] {
      #expect(throws: SQLiteError.self) { try database.prepare(sql) }
    }
    for sql in ["SELECT 1;", "SELECT 1 ; -- done\n", "SELECT 1 /* done */"] {
      #expect(try database.prepare(sql).step())
    }
  }

  @Test("a statement survives its database, and its errors do too")
  func outliving() throws {
    func statement() throws -> Statement {
      let other = try Database(path: ":memory:", mode: .create)
      try other.addFunction("boom", arguments: 0) { _ in .integer(1) }
      return try other.prepare("SELECT abs(-9223372036854775807 - boom())")
    }
    let error = #expect(throws: SQLiteError.self) { _ = try statement().step() }
    #expect(error?.code == SQLITE_ERROR)
  }

  @Test("an error names the file and the statement")
  func errors() throws {
    let error = #expect(throws: SQLiteError.self) { try database.prepare("SELECT a FROM nowhere") }
    #expect(error?.description == "no such table: nowhere (1) in :memory:: SELECT a FROM nowhere")
  }
}
