import EventLog
import SQLite
import Scoring
import Views

extension Ledger {
  /// The views that ``query(_:columns:row:)`` may use.
  public static var documentedViews: [DocumentedView] { Views.documented }

  private static var readable: String {
    let names = documentedViews.map(\.name).joined(separator: ", ")
    return "sql reads \(names), json_each and json_tree, and 'iocledger sql --tables' lists their columns"
  }

  /// Runs one SQL query over the documented views, read-only; scores are those of now.
  public func query(
    _ sql: String, columns: ([String]) throws -> Void, row: ([ColumnValue]) throws -> Void
  ) throws {
    let views = try views()
    let scorer = try log.read { try self.scorer(.active, asAt: .max) }
    do {
      try views.query(sql, log: log, scorer: scorer, asOf: context.now(), columns: columns, row: row)
    } catch let refusal as QueryRefusal {
      throw LedgerError(.usage, "the query was refused: \(refusal.wanted) cannot be read; \(Self.readable)")
    } catch let error as SQLiteError {
      throw LedgerError(.usage, "the query was refused: \(error.message); \(Self.readable)")
    }
  }
}
