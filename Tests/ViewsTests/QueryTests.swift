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
      "DELETE FROM main.indicator", "PRAGMA user_version=9", "ATTACH '/tmp/x' AS x", "SELECT 1; SELECT 2", "",
      "DROP VIEW indicator", "SELECT load_extension('x')", "CREATE TABLE x (a)", "BEGIN",
    ] {
      #expect(throws: (any Error).self, "\(sql)") { try run(sql, on: views) }
    }
  }
}
