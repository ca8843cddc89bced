import EventLog
import Events
import SQLite
import Scoring
import Testing
import Time

@testable import Views

@Suite("Queries")
struct QueryTests {
  private let ledger: TemporaryLedger

  init() throws {
    ledger = try TemporaryLedger()
    var random = RandomLog(seed: 5)
    try ledger.append(random.drafts(80))
  }

  private func run(_ sql: String, on views: Views) throws -> [[ColumnValue]] {
    let scorecard = try Scorecard(parsing: RandomLog.scorecard, lists: [:], file: "random.yml")
    let scorer = Scorer(scorecard, symbols: ledger.log.symbols.texts)
    var rows: [[ColumnValue]] = []
    try views.query(sql, log: ledger.log, scorer: scorer, asOf: hour(1000), columns: { _ in }, row: { rows.append($0) })
    return rows
  }

  @Test("every documented view has the columns that are documented, in a file and in memory, again and again")
  func documented() throws {
    for views in [try ledger.views(), try Views.inMemory(for: ledger.log)] {
      let before = try views.stateHash()
      for _ in 1...2 {
        for view in Views.documented {
          let columns = view.columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
          _ = try run("SELECT \(columns) FROM \(view.name)", on: views)
        }
        #expect(try run("SELECT count(*) FROM indicator", on: views) == [[.integer(3)]])
      }
      #expect(try views.stateHash() == before)
      // Still usable for everything else.
      #expect(try views.state(of: 1) != nil || views.state(of: 2) != nil)
      try ledger.append(.indicatorIngested, at: 500)
      try ledger.log.exclusively { try views.catchUp(with: ledger.log) }
    }
  }

  @Test("nothing but one query is let through")
  func refused() throws {
    let views = try ledger.views()
    for sql in [
      "DELETE FROM indicator", "PRAGMA user_version=9", "ATTACH '/tmp/x' AS x", "SELECT 1; SELECT 2", "",
      "DROP VIEW indicator", "SELECT load_extension('x')", "CREATE TABLE x (a)", "BEGIN", "DETACH main",
      "CREATE TEMP VIEW mine AS SELECT 1", "VACUUM INTO '/tmp/never'", "REINDEX", "SAVEPOINT s",
      "EXPLAIN PRAGMA page_size",
    ] {
      #expect(throws: (any Error).self, "\(sql)") { try run(sql, on: views) }
    }
  }

  /// Queries that reach for something else than the documented views, each in another way.
  static let outsiders = [
    "SELECT * FROM main.indicator", "SELECT * FROM MAIN.Statement", "SELECT * FROM statement",
    "SELECT count(*) FROM statement", "SELECT count(*) FROM main.indicator", "SELECT 1 FROM checkpoint",
    "SELECT state FROM indicator", "SELECT * FROM sqlite_schema", "SELECT count(*) FROM sqlite_schema",
    "SELECT * FROM sqlite_master", "SELECT * FROM temp.sqlite_master", "SELECT * FROM sqlite_temp_schema",
    "SELECT count(*) FROM sqlite_temp_master", "SELECT * FROM pragma_database_list", "SELECT 1 FROM pragma_table_list",
    "SELECT * FROM pragma_function_list", "SELECT * FROM pragma_table_info('indicator')", "SELECT * FROM dbstat",
    "SELECT count(*) FROM dbstat", "SELECT (SELECT max(started_at) FROM lookup)",
    "SELECT * FROM (SELECT * FROM lookup) AS quota", "SELECT 1 WHERE EXISTS (SELECT 1 FROM lookup)",
    "SELECT 1 WHERE 1 IN (SELECT connector FROM pause)",
    "WITH indicator AS (SELECT * FROM main.indicator) SELECT * FROM indicator",
    "WITH quota AS (SELECT * FROM lookup) SELECT * FROM quota",
    "WITH quota AS (SELECT * FROM lookup) SELECT count(*) FROM quota",
    "WITH quota AS MATERIALIZED (SELECT connector FROM lookup) SELECT * FROM quota",
    "WITH RECURSIVE label(x) AS (SELECT seq FROM checkpoint UNION SELECT x FROM label) SELECT * FROM label",
    "SELECT i.value FROM indicator i JOIN statement s",
    "SELECT value FROM indicator UNION ALL SELECT keys FROM statement",
    "SELECT value FROM indicator ORDER BY (SELECT count(*) FROM lookup)", "SELECT ioc_name(1)",
    "SELECT ioc_state(x'00')",
    "SELECT ioc_kind(1) FROM indicator", "SELECT value FROM indicator WHERE ioc_time(1) IS NULL",
    "SELECT * FROM indicator, lookup", "SELECT * FROM json_each((SELECT group_concat(connector) FROM lookup))",
    "SELECT rowid FROM lookup", "SELECT * FROM source_health NATURAL JOIN main.source_health",
    "SELECT * FROM \"main\".\"entity\"",
  ]

  @Test("no query reads anything but the documented views, however it goes about it", arguments: outsiders)
  func outside(_ sql: String) throws {
    for views in [try ledger.views(), try Views.inMemory(for: ledger.log)] {
      #expect(throws: (any Error).self, "\(sql)") { try run(sql, on: views) }
    }
  }

  @Test("what is refused is named as the query names it")
  func refusalNames() throws {
    for (sql, name) in [("SELECT connector FROM lookup", "lookup"), ("SELECT ioc_name(1)", "ioc_name()")] {
      let refusal = #expect(throws: QueryRefusal.self) { try run(sql, on: ledger.views()) }
      #expect(refusal?.wanted == name)
    }
  }

  @Test("queries of every shape over the documented views are answered, with JSON taken apart and names of their own")
  func inside() throws {
    for views in [try ledger.views(), try Views.inMemory(for: ledger.log)] {
      for view in Views.documented {
        #expect(try run("SELECT count(*) FROM \(view.name)", on: views).count == 1)
        #expect(try run("SELECT count(*) FROM temp.\(view.name) AS v", on: views).count == 1)
        _ = try run("WITH v AS (SELECT * FROM \(view.name)) SELECT count(*) FROM v", on: views)
        _ = try run("SELECT 1 FROM \(view.name) LIMIT 1", on: views)
      }
      for sql in [
        "SELECT i.value, l.value FROM indicator AS i, json_each(i.labels) AS l",
        "SELECT count(*) FROM json_each('[1, 2]')", "SELECT fullkey FROM json_tree('{\"a\": [1]}')",
        "WITH statement AS (SELECT 1 AS n) SELECT n FROM statement",
        "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 9) SELECT count(*) FROM c",
        "SELECT kind, count(*), max(score) FROM indicator GROUP BY kind HAVING count(*) > 0 ORDER BY 2",
        "SELECT value FROM indicator WHERE value IN (SELECT value FROM label)", "VALUES (1)",
        "SELECT *, row_number() OVER (ORDER BY score) FROM indicator", "EXPLAIN QUERY PLAN SELECT * FROM indicator",
        "SELECT * FROM Indicator NATURAL JOIN SCORE",
      ] { _ = try run(sql, on: views) }
      #expect(try run("SELECT count(*) FROM (SELECT 1 UNION SELECT 2)", on: views) == [[.integer(2)]])
    }
  }

  @Test("views whose file is taken away while they are open answer still")
  func fileGone() throws {
    let views = try ledger.views()
    let expected = try run("SELECT * FROM indicator ORDER BY value", on: views)
    for name in Files.names(in: ledger.folder.path) where name.hasPrefix("views") {
      Files.remove("\(ledger.folder.path)/\(name)")
    }
    #expect(!views.isInPlace)
    #expect(try run("SELECT * FROM indicator ORDER BY value", on: views) == expected)
  }
}
