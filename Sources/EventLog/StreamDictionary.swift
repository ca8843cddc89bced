import Events
import SQLite

/// Looks up what streams are by their ids, for walks over the log.
///
/// Streams are numbered in the order of their first events, so that a walk asks for new ones in ascending order: those
/// are read by stepping along the table. Others come from a cache of fixed size, else from the table.
public final class StreamDictionary {
  /// A row of the dictionary.
  public struct Row {
    /// The id; 0 for nobody's.
    public let id: Int64
    /// The dictionary id of the kind.
    public let kindSymbol: Int
    /// What it is.
    public let key: StreamKey
  }

  private let database: Database
  private let symbols: SymbolTable
  // Unchecked: nothing that is called while these change comes back here.
  @exclusivity(unchecked) private var walk: Statement?
  @exclusivity(unchecked) private var walked: Int64 = 0
  /// Each id has one place, which it may have to leave to another.
  @exclusivity(unchecked) private var cache: [Row]

  /// Looks up in a log's dictionary.
  public convenience init(_ log: EventLog) { self.init(log.database, symbols: log.symbols, cachedRows: 256) }

  /// The cache holds so many rows, a power of two.
  init(_ database: Database, symbols: SymbolTable, cachedRows: Int) {
    self.database = database
    self.symbols = symbols
    cache = Array(repeating: Row(id: 0, kindSymbol: 0, key: StreamKey(kind: "", value: "")), count: cachedRows)
  }

  deinit { walk?.reset() }

  /// The stream of an id; nil where the dictionary does not hold it, or not as text.
  public func stream(_ id: Int64) throws -> Row? {
    let slot = Int(truncatingIfNeeded: id) & (cache.count - 1)
    if cache[slot].id == id { return cache[slot] }
    guard let row = try id > walked ? next(id) : lookup(id) else { return nil }
    cache[slot] = row
    return row
  }

  /// Goes on to an id that lies ahead.
  private func next(_ id: Int64) throws -> Row? {
    if walk == nil || id != walked + 1 {
      let rows = try walk ?? database.prepare("SELECT id, kind, value FROM stream WHERE id >= ? ORDER BY id")
      rows.reset()
      rows.bind(1, id)
      walk = rows
    }
    guard let rows = walk, try rows.step(), rows.integer(0) == id else {
      walk?.reset()
      walk = nil
      return nil
    }
    walked = id
    return read(rows)
  }

  private func lookup(_ id: Int64) throws -> Row? {
    let row = try database.cached("SELECT id, kind, value FROM stream WHERE id = ?")
    row.bind(1, id)
    defer { row.reset() }
    return try row.step() ? read(row) : nil
  }

  private func read(_ row: Statement) -> Row? {
    guard let kind = symbols.text(Int(row.integer(1))), let value = row.validText(2) else { return nil }
    return Row(id: row.integer(0), kindSymbol: Int(row.integer(1)), key: StreamKey(kind: kind, value: value))
  }
}
