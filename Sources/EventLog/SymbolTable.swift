import SQLite

/// The log's dictionary of recurring names, held in memory as far as it has been read.
public final class SymbolTable {
  // Unchecked: every row of a rebuild asks, and nothing that is called while it changes comes back here.
  /// The text of each id; index 0 is nobody's.
  @exclusivity(unchecked) public private(set) var texts: [String?] = [nil]
  private var ids: [ByteText: Int] = [:]
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// The text of an id, or nil where the dictionary has none; looks at what other connections have added.
  public func text(_ id: Int) -> String? {
    if id >= texts.count { try? refresh() }
    return texts.indices.contains(id) ? texts[id] : nil
  }

  /// Whether the dictionary has a text for an id.
  package func holds(_ id: Int) -> Bool { texts.indices.contains(id) && texts[id] != nil || text(id) != nil }

  /// The id of a text that has been read.
  public func id(of text: String) -> Int? { ids[ByteText(text)] }

  /// Reads what other connections have added.
  func refresh() throws {
    let rows = try database.cached("SELECT id, text FROM symbol WHERE id >= ? ORDER BY id")
    rows.bind(1, texts.count)
    defer { rows.reset() }
    while try rows.step() {
      // A damaged dictionary may have gaps: they are nobody's, and verify names them.
      let id = Int(rows.integer(0))
      guard id < 1 << 24 else {
        throw EventLogError(.damaged, "the dictionary holds an impossible id; run 'iocledger verify'")
      }
      while texts.count < id { texts.append(nil) }
      remember(rows.text(1))
    }
  }

  /// The id of a text, making one where there is none; only inside a write transaction.
  func intern(_ text: String) throws -> Int {
    if let id = id(of: text) { return id }
    let id = texts.count
    let row = try database.cached("INSERT OR FAIL INTO symbol VALUES (?, ?)")
    row.bind(1, id)
    row.bind(2, text)
    try row.run()
    remember(text)
    return id
  }

  /// Forgets the ids that a transaction made before it was rolled back.
  func forget(after count: Int) {
    for case .some(let text) in texts[min(count, texts.count)...] { ids[ByteText(text)] = nil }
    texts.removeLast(max(0, texts.count - count))
  }

  private func remember(_ text: String) {
    ids[ByteText(text)] = texts.count
    texts.append(text)
  }
}
