import EventLog
import SQLite
import Testing

@Suite("Append-only guards")
struct AppendOnlyTests {
  /// The columns of event 20 with some of them replaced, as a VALUES list for an INSERT.
  private static func copy(_ replacements: [String: String]) -> String {
    let columns = [
      "seq", "event_id", "stream", "version", "type", "schema_version", "source", "actor", "tlp", "observed_at",
      "received_at", "recorded_at", "correlation_id", "causation_seq", "facts", "payload_hash", "leaf_hash",
    ]
    return "SELECT \(columns.map { replacements[$0] ?? $0 }.joined(separator: ", ")) FROM event WHERE seq = 20"
  }

  /// What makes event 20 the next one that the guards let pass.
  private static let next = [
    "seq": "21", "event_id": "randomblob(16)", "version": "(SELECT max(version) + 1 FROM event WHERE stream = 6)",
    "stream": "6",
  ]

  private static func next(but changes: [String: String]) -> String { copy(next.merging(changes) { $1 }) }

  static let attacks = [
    "INSERT INTO event \(next(but: ["seq": "22"]))",
    "INSERT INTO event \(next(but: ["seq": "NULL"]))",
    "INSERT OR REPLACE INTO event \(next(but: ["event_id": "(SELECT event_id FROM event WHERE seq = 3)"]))",
    "INSERT OR REPLACE INTO event \(next(but: ["seq": "3"]))",
    "INSERT OR REPLACE INTO event \(next(but: ["version": "1"]))",
    "INSERT INTO event \(next(but: ["version": "version + 5"]))",
    "INSERT INTO event \(next(but: ["recorded_at": "recorded_at - 1"]))",
    "INSERT INTO event \(next(but: ["causation_seq": "22"]))",
    "INSERT INTO event \(next(but: ["causation_seq": "21"]))",
    "INSERT INTO event \(next(but: ["causation_seq": "0"]))",
    "INSERT OR IGNORE INTO event \(next(but: ["seq": "23"]))",
    "INSERT OR FAIL INTO event \(next(but: ["seq": "23"]))",
    "INSERT INTO event \(next(but: ["seq": "5"])) ON CONFLICT DO UPDATE SET tlp = 1",
    "INSERT INTO event \(next(but: ["tlp": "255"]))",
    "UPDATE event SET facts = x'00' WHERE seq = 3",
    "UPDATE OR REPLACE event SET seq = 4 WHERE seq = 3",
    "UPDATE OR REPLACE event SET event_id = (SELECT event_id FROM event WHERE seq = 4) WHERE seq = 3",
    "DELETE FROM event WHERE seq = 20",
    "DELETE FROM event",
    "UPDATE head SET seq = 3",
    "UPDATE head SET frontier = zeroblob(64)",
    "UPDATE head SET seq = 21",
    "UPDATE head SET recorded_at = 0, seq = seq",
    "INSERT OR REPLACE INTO head VALUES (1, 0, 0, x'')",
    "INSERT INTO head VALUES (1, 0, 0, x'') ON CONFLICT DO UPDATE SET seq = 0",
    "DELETE FROM head",
    "UPDATE payload SET bytes = x'00' WHERE id = 1",
    "UPDATE payload SET mac = zeroblob(32) WHERE id = 1",
    "UPDATE payload SET hash = zeroblob(32) WHERE id = 1",
    "UPDATE payload SET bytes = NULL WHERE id = 1",
    "UPDATE payload SET size = 1 WHERE id = 1",
    "UPDATE payload SET size = NULL WHERE id = 2",
    "UPDATE payload SET bytes = NULL, salt = NULL, mac = NULL WHERE id = 2",
    "INSERT INTO payload VALUES (4, zeroblob(32), NULL, NULL, NULL, 1)",
    "INSERT OR REPLACE INTO payload SELECT id, hash, salt, mac, x'00', NULL FROM payload WHERE id = 1",
    "INSERT INTO payload SELECT 9, hash, salt, mac, bytes, size FROM payload WHERE id = 1",
    "DELETE FROM payload WHERE id = 1",
    "UPDATE symbol SET text = 'evil' WHERE id = 1",
    "INSERT OR REPLACE INTO symbol VALUES (1, 'evil')",
    "INSERT INTO symbol SELECT max(id) + 1, (SELECT text FROM symbol WHERE id = 1) FROM symbol",
    "INSERT INTO symbol SELECT max(id) + 2, 'gap' FROM symbol",
    "DELETE FROM symbol",
    "UPDATE stream SET value = 'evil' WHERE id = 1",
    "INSERT OR REPLACE INTO stream VALUES (1, 1, 'evil')",
    "INSERT INTO stream SELECT max(id) + 1, 3, (SELECT value FROM stream WHERE id = 1) FROM stream WHERE kind = 3",
    "INSERT INTO stream SELECT max(id) + 2, 1, 'gap' FROM stream",
    "DELETE FROM stream WHERE id = 1",
    "INSERT INTO subtree VALUES (0, zeroblob(32))",
    "INSERT INTO subtree VALUES (1, zeroblob(32))",
    "UPDATE ledger SET id = 'evil'",
    "INSERT OR REPLACE INTO ledger SELECT 1, 'evil', 0, secret, seal FROM ledger",
    "DELETE FROM ledger",
  ]

  @Test("refuse every attack by SQL, also where recursive triggers are off", arguments: attacks)
  func refused(_ attack: String) throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    // The third row of the dictionary is the kind that the streams have; the attack on it must name the right one.
    let database = try ledger.raw()
    let kind = try database.integer("SELECT kind FROM stream LIMIT 1") ?? 0
    let before = try contents(ledger)
    let error = #expect(throws: SQLiteError.self) {
      try database.execute(
        attack.replacing("+ 1, 3,", with: "+ 1, \(kind),").replacing("kind = 3", with: "kind = \(kind)"))
    }
    #expect(error?.isConstraint == true, "\(error?.description ?? "it was let through")")
    #expect(try contents(ledger) == before)
  }

  @Test("let the next event pass: the attacks fail for their own sake")
  func control() throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    let database = try ledger.raw()
    try database.execute("INSERT INTO event \(Self.copy(Self.next))")
    #expect(try database.integer("SELECT max(seq) FROM event") == 21)
  }

  @Test("let a payload, compressed or not, be erased once and never come back", arguments: [1, 2])
  func erasure(id: Int) throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    let database = try ledger.raw()
    #expect(try database.integer("SELECT size IS NULL FROM payload WHERE id = \(id)") == (id == 1 ? 1 : 0))
    let erase = "UPDATE payload SET bytes = NULL, salt = NULL, mac = NULL, size = NULL WHERE id = \(id)"
    try database.execute(erase)
    for change in ["bytes = x'01', salt = zeroblob(32), mac = zeroblob(32)", "size = 1"] {
      let again = #expect(throws: SQLiteError.self) {
        try database.execute("UPDATE payload SET \(change) WHERE id = \(id)")
      }
      #expect(again?.isConstraint == true)
    }
    #expect(throws: SQLiteError.self) { try database.execute(erase) }
  }

  @Test(
    "what no guard can refuse, verify names: a next event that the log never hashed",
    arguments: [
      [:], ["correlation_id": "x''"], ["payload_hash": "x''"], ["event_id": "x''"], ["event_id": "randomblob(17)"],
      ["leaf_hash": "x''"], ["leaf_hash": "zeroblob(33)"], ["correlation_id": "zeroblob(17)"],
    ])
  func forgedNext(_ changes: [String: String]) throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    try ledger.raw().execute("INSERT INTO event \(Self.next(but: changes))")
    let result = try ledger.verify()
    #expect(!result.isSound)
    #expect(result.firstBadSeq == 21)
  }
}
