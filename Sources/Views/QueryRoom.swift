import EventLog
import SQLite

/// Why a query was not run.
public struct QueryRefusal: Error, Hashable, Sendable {
  /// What it wanted, such as `main.indicator`.
  public let wanted: String
}

/// A connection in which a query finds the documented views, and nothing else that it could read.
///
/// The tables are in a schema, and behind the views there are others, whose names are drawn anew each time, so that no
/// query can name them: not by a qualified name, and not by calling a common table expression as a view is called, which
/// is all that SQLite says of where a column is read from.
struct QueryRoom {
  let connection: Database
  /// What stands for the schema of the tables in the definitions of views.
  static let tables = "TABLES"

  private let schema: String
  /// The views that are behind the documented ones, by their names.
  private let inner: Set<String>
  /// What can be found without naming its schema, and may not be.
  private let hidden: Set<String>

  /// Functions of SQLite's that give rows and know nothing of any file.
  private static let rowFunctions: Set<String> = ["json_each", "json_tree"]
  private static let documented = Set(Views.documented.map(\.name))

  init(_ database: Database, isInPlace: Bool) throws {
    connection = try Database(path: ":memory:", mode: .create, busyTimeout: 10_000)
    let drawn =
      String(UInt64.random(in: .min ... .max), radix: 36) + String(UInt64.random(in: .min ... .max), radix: 36)
    schema = "t" + drawn
    // What is open can be read also where its file is gone, and what is in memory has none.
    if database.path == ":memory:" || !isInPlace || (try? connection.attach(fileOf: database, as: schema)) == nil {
      try connection.attach(copyOf: database, as: schema)
    }
    // What they are is declared at their first use, which no query may do.
    for function in Self.rowFunctions.sorted() { _ = try connection.texts("SELECT 1 FROM \(function)('[]')") }
    var inner: Set<String> = []
    for view in Views.documented {
      let name = "v\(drawn)_\(view.name)"
      inner.insert(name)
      let definition = view.definition.replacing("\(Self.tables).", with: "\(schema).")
      try connection.execute("CREATE TEMP VIEW \(name) AS \(definition)")
      try connection.execute("CREATE TEMP VIEW \(view.name) AS SELECT * FROM temp.\(name)")
    }
    self.inner = inner
    let tables = try connection.texts("SELECT lower(name) FROM \(schema).sqlite_schema WHERE type = 'table'")
    let modules = try connection.texts("SELECT lower(name) FROM pragma_module_list")
    hidden = Set(tables + modules).subtracting(Self.rowFunctions).subtracting(Self.documented)
  }

  /// Runs the closure, which may compile queries over the documented views only.
  func run(_ body: (Database) throws -> Void) throws {
    var wanted: QueryAccess?
    do {
      try connection.allowingOnlyQueries(allows, refused: { wanted = $0 }) { try body(connection) }
    } catch let error as SQLiteError {
      switch wanted {
      case .column(let table, _, let place, _):
        // The name of the schema is nobody's business.
        throw QueryRefusal(wanted: place.map { $0 == schema ? table : "\($0).\(table)" } ?? table)
      case .function(let name, _): throw QueryRefusal(wanted: "\(name)()")
      case nil: throw error
      }
    }
  }

  private func allows(_ access: QueryAccess) -> Bool {
    switch access {
    case .function(let name, let view): !name.hasPrefix("ioc_") || view.map(inner.contains) ?? false
    case .column(let table, let column, let place, let view):
      switch place {
      // A query that names it was written here.
      case schema where column.isEmpty: true
      case schema: view.map(inner.contains) ?? false
      case "temp": Self.documented.contains(table) || inner.contains(table)
      case nil: isFree(table.lowercased())
      default: Self.rowFunctions.contains(table)
      }
    }
  }

  /// Whether a name of which SQLite does not say where it was found can be none of a table: one of the query's own.
  private func isFree(_ name: String) -> Bool {
    !hidden.contains(name) && !name.hasPrefix("sqlite_") && !name.hasPrefix("pragma_")
  }
}
