import EventLog
import SQLite
import Testing

@Suite("Verify after tampering")
struct TamperTests {
  /// An edit by SQL and the first position that must be named; nil where the fault has none.
  struct Edit: CustomTestStringConvertible {
    let sql: String
    let firstBadSeq: Int64?
    var testDescription: String { sql }

    init(_ sql: String, _ firstBadSeq: Int64?) {
      self.sql = sql
      self.firstBadSeq = firstBadSeq
    }
  }

  @Test("an untouched log is sound, with every event and payload read")
  func untouched() throws {
    for ledger in [Fixtures.rich, Fixtures.long, Fixtures.sections] {
      let copy = try TemporaryLedger(copyOf: ledger)
      try copy.tamper("SELECT 1")
      let result = try copy.verify()
      #expect(result.reason == nil)
      #expect(try result.events == copy.open().head())
      #expect(try result.root == copy.open().root())
    }
    #expect(try TemporaryLedger(copyOf: Fixtures.rich).verify().payloads == 3)
  }

  // Event 12 has something in every column: a correlation, a cause, a payload; event 10 has a marking.
  static let columns = [
    Edit("UPDATE event SET event_id = randomblob(16) WHERE seq = 12", 12),
    Edit("UPDATE event SET event_id = (SELECT event_id FROM event WHERE seq = 3) WHERE seq = 12", 12),
    Edit("UPDATE event SET event_id = x'' WHERE seq = 12", 12),
    Edit("UPDATE event SET stream = 1 WHERE seq = 12", 12),
    Edit("UPDATE event SET stream = 8 WHERE seq = 12", 12),
    Edit("UPDATE event SET stream = -9223372036854775808 WHERE seq = 12", 12),
    Edit("UPDATE event SET version = version + 1 WHERE seq = 12", 12),
    Edit("UPDATE event SET type = 1 WHERE seq = 12", 12),
    Edit("UPDATE event SET type = -9223372036854775808 WHERE seq = 12", 12),
    Edit("UPDATE event SET schema_version = 2 WHERE seq = 12", 12),
    Edit("UPDATE event SET source = actor WHERE seq = 12", 12),
    Edit("UPDATE event SET source = -1 WHERE seq = 12", 12),
    Edit("UPDATE event SET actor = source WHERE seq = 12", 12),
    Edit("UPDATE event SET actor = 4000000 WHERE seq = 12", 12),
    Edit("UPDATE event SET tlp = 0 WHERE seq = 12", 12),
    Edit("UPDATE event SET tlp = 255 WHERE seq = 12", 12),
    Edit("UPDATE event SET tlp = -1 WHERE seq = 12", 12),
    Edit("UPDATE event SET tlp = NULL WHERE seq = 10", 10),
    Edit("UPDATE event SET tlp = tlp + 256 WHERE seq = 10", 10),
    Edit("UPDATE event SET observed_at = observed_at + 1 WHERE seq = 12", 12),
    Edit("UPDATE event SET received_at = received_at + 1 WHERE seq = 12", 12),
    Edit("UPDATE event SET recorded_at = recorded_at + 1 WHERE seq = 12", 12),
    Edit("UPDATE event SET recorded_at = recorded_at - 1 WHERE seq = 12", 12),
    Edit("UPDATE event SET correlation_id = NULL WHERE seq = 12", 12),
    Edit("UPDATE event SET correlation_id = event_id WHERE seq = 12", 12),
    Edit("UPDATE event SET correlation_id = x'' WHERE seq = 11", 11),
    Edit("UPDATE event SET causation_seq = NULL WHERE seq = 12", 12),
    Edit("UPDATE event SET causation_seq = 1 WHERE seq = 12", 12),
    Edit("UPDATE event SET causation_seq = 0 WHERE seq = 11", 11),
    Edit("UPDATE event SET facts = x'00' WHERE seq = 12", 12),
    Edit("UPDATE event SET facts = x'' WHERE seq = 12", 12),
    Edit("UPDATE event SET facts = CAST(facts || x'00' AS BLOB) WHERE seq = 12", 12),
    Edit("UPDATE event SET facts = CAST(x'8500' || substr(facts, 2) AS BLOB) WHERE seq = 12", 12),
    Edit("UPDATE event SET facts = (SELECT facts FROM event WHERE seq = 11) WHERE seq = 12", 12),
    Edit("UPDATE event SET payload_hash = NULL WHERE seq = 12", 12),
    Edit("UPDATE event SET payload_hash = (SELECT payload_hash FROM event WHERE seq = 4) WHERE seq = 12", 12),
    Edit("UPDATE event SET payload_hash = x'' WHERE seq = 11", 11),
    Edit("UPDATE event SET payload_hash = zeroblob(32) WHERE seq = 11", 11),
    Edit("UPDATE event SET leaf_hash = zeroblob(32) WHERE seq = 12", 12),
    Edit("UPDATE event SET leaf_hash = (SELECT leaf_hash FROM event WHERE seq = 11) WHERE seq = 12", 12),
  ]

  static let rows = [
    Edit("DELETE FROM event WHERE seq = 12", 12),
    Edit("DELETE FROM event WHERE seq = 1", 1),
    Edit("DELETE FROM event WHERE seq > 15", 16),
    Edit("DELETE FROM event", 1),
    Edit("UPDATE event SET seq = -1 WHERE seq = 12", 1),
    Edit(
      "UPDATE event SET seq = 99 WHERE seq = 6; UPDATE event SET seq = 6 WHERE seq = 13; UPDATE event SET seq = 13 WHERE seq = 99",
      6),
    Edit("UPDATE event SET seq = seq + 100 WHERE seq > 11; UPDATE event SET seq = seq - 99 WHERE seq > 100", 12),
    Edit(
      "CREATE TEMP TABLE t AS SELECT * FROM event WHERE seq = 5; UPDATE t SET seq = 21; INSERT INTO event SELECT * FROM t",
      21),
    Edit(
      "CREATE TEMP TABLE t AS SELECT * FROM event WHERE seq = 5; UPDATE t SET seq = 0; INSERT INTO event SELECT * FROM t",
      1),
    Edit(
      "CREATE TEMP TABLE t AS SELECT * FROM event WHERE seq = 5; UPDATE t SET seq = 9; REPLACE INTO event SELECT * FROM t",
      9),
  ]

  static let others = [
    Edit("UPDATE symbol SET text = 'evil' WHERE text = 'alpha'", 2),
    Edit("UPDATE symbol SET text = text || x'ff' WHERE text = 'alpha'", 2),
    Edit("UPDATE symbol SET text = 'evil.count' WHERE text = 'a.count'", 1),
    Edit("UPDATE symbol SET text = 'ipv6' WHERE text = 'ipv4'", 1),
    Edit("UPDATE symbol SET id = 400 WHERE text = 'alpha'", 2),
    Edit("DELETE FROM symbol WHERE text = 'alpha'", 2),
    Edit("INSERT INTO symbol SELECT max(id) + 1, 'unused' FROM symbol", nil),
    Edit("INSERT INTO symbol VALUES (0, 'nobody')", nil),
    Edit("UPDATE stream SET value = '198.51.100.99' WHERE id = 4", 4),
    Edit("UPDATE stream SET value = CAST(x'ff' AS TEXT) WHERE id = 4", 4),
    Edit("UPDATE stream SET kind = kind + 1 WHERE id = 4", 4),
    Edit("UPDATE stream SET kind = -7 WHERE id = 4", 4),
    Edit("UPDATE stream SET id = 99 WHERE id = 4", 4),
    Edit(
      "UPDATE stream SET id = 99 WHERE id = 4; UPDATE stream SET id = 4 WHERE id = 5; UPDATE stream SET id = 5 WHERE id = 99",
      4),
    Edit("DELETE FROM stream WHERE id = 4", 4),
    Edit("INSERT INTO stream VALUES (8, 1, 'unused')", nil),
    Edit("INSERT INTO stream SELECT 8, kind, value FROM stream WHERE id = 4", nil),
    Edit("INSERT INTO stream SELECT 0, kind, value || 'x' FROM stream WHERE id = 4", nil),
    Edit("UPDATE payload SET hash = zeroblob(32) WHERE id = 2", 8),
    Edit("UPDATE payload SET salt = zeroblob(32) WHERE id = 2", 8),
    Edit("UPDATE payload SET salt = NULL WHERE id = 2", 8),
    Edit("UPDATE payload SET mac = zeroblob(32) WHERE id = 2", 8),
    Edit("UPDATE payload SET bytes = x'00' WHERE id = 2", 8),
    Edit("UPDATE payload SET bytes = CAST(bytes || x'00' AS BLOB) WHERE id = 2", 8),
    Edit("UPDATE payload SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) AS BLOB) WHERE id = 2", 8),
    Edit("UPDATE payload SET bytes = CAST(substr(bytes, 1, length(bytes) - 4) || zeroblob(4) AS BLOB) WHERE id = 2", 8),
    Edit(
      "UPDATE payload SET bytes = CAST(substr(bytes, 1, 99) || x'ffff' || substr(bytes, 102) AS BLOB) WHERE id = 2", 8),
    Edit("UPDATE payload SET bytes = CAST(bytes || bytes AS BLOB) WHERE id = 2", 8),
    Edit("UPDATE payload SET bytes = x'' WHERE id = 2", 8),
    Edit("UPDATE payload SET size = size + 1 WHERE id = 2", 8),
    Edit("UPDATE payload SET size = size - 1 WHERE id = 2", 8),
    Edit("UPDATE payload SET size = 0 WHERE id = 2", 8),
    Edit("UPDATE payload SET size = -size WHERE id = 2", 8),
    Edit("UPDATE payload SET size = size + (1 << 32) WHERE id = 2", 8),
    Edit("UPDATE payload SET size = 9223372036854775807 WHERE id = 2", 8),
    Edit("UPDATE payload SET size = -9223372036854775808 WHERE id = 2", 8),
    Edit("UPDATE payload SET size = NULL WHERE id = 2", 8),
    Edit("UPDATE payload SET size = length(bytes) WHERE id = 1", 4),
    Edit("UPDATE payload SET size = 1 WHERE id = 3", 12),
    Edit("UPDATE payload SET bytes = NULL, salt = NULL, mac = NULL WHERE id = 2", 8),
    Edit("UPDATE payload SET bytes = NULL, salt = NULL, mac = NULL, size = NULL WHERE id = 2", 8),
    Edit("UPDATE payload SET bytes = (SELECT bytes FROM payload WHERE id = 5 - payload.id) WHERE id IN (2, 3)", 8),
    Edit("UPDATE payload SET id = 9 WHERE id = 2", 8),
    Edit("UPDATE payload SET id = -2 WHERE id = 2", 8),
    Edit(
      "UPDATE payload SET id = 9 WHERE id = 2; UPDATE payload SET id = 2 WHERE id = 3; UPDATE payload SET id = 3 WHERE id = 9",
      8),
    Edit("DELETE FROM payload WHERE id = 2", 8),
    Edit("INSERT INTO payload SELECT 4, zeroblob(32), salt, mac, bytes, size FROM payload WHERE id = 2", nil),
    // A number so far off that nobody may look through all numbers up to it.
    Edit("INSERT INTO payload SELECT 1 << 62, zeroblob(32), salt, mac, bytes, size FROM payload WHERE id = 2", nil),
    Edit("INSERT INTO payload SELECT 4, hash, salt, mac, bytes, size FROM payload WHERE id = 2", nil),
    Edit("UPDATE head SET seq = 21", 21),
    Edit("UPDATE head SET seq = 19", 20),
    Edit("UPDATE head SET seq = -1", 1),
    Edit("UPDATE head SET recorded_at = recorded_at + 1", nil),
    Edit("UPDATE head SET frontier = zeroblob(64)", 1),
    Edit("UPDATE head SET frontier = CAST(substr(frontier, 1, 32) || zeroblob(32) AS BLOB)", 17),
    Edit("UPDATE head SET frontier = x''", nil),
    Edit("DELETE FROM head", nil),
    Edit("INSERT INTO subtree VALUES (0, zeroblob(32))", nil),
    Edit("UPDATE ledger SET id = 'evil'", nil),
    Edit("UPDATE ledger SET created_at = 0", nil),
    Edit("UPDATE ledger SET secret = zeroblob(32)", nil),
    Edit("UPDATE ledger SET seal = zeroblob(32)", nil),
    Edit("DELETE FROM ledger", nil),
    Edit("UPDATE migration SET name = 'other'", nil),
    Edit("UPDATE migration SET sha256 = zeroblob(32)", nil),
    Edit("UPDATE migration SET number = 2", nil),
    Edit("DELETE FROM migration", nil),
    Edit("INSERT INTO migration VALUES (2, 'next', x'', 0)", nil),
    Edit("UPDATE migration SET applied_at = applied_at + 1", nil),
    Edit("UPDATE migration SET applied_at = 0", nil),
    Edit("ANALYZE", nil),
    Edit("PRAGMA user_version = 0", nil),
    Edit("PRAGMA user_version = 2", nil),
    Edit("PRAGMA application_id = 0", nil),
    Edit("PRAGMA application_id = 1", nil),
    Edit("CREATE TABLE extra (x)", nil),
    Edit("CREATE TABLE sqlite1 (x)", nil),
    Edit("CREATE VIEW extra AS SELECT 1", nil),
    Edit("CREATE INDEX extra ON event (source)", nil),
    Edit("CREATE TRIGGER extra AFTER INSERT ON event BEGIN SELECT 1; END", nil),
    Edit("CREATE TRIGGER migration AFTER INSERT ON event BEGIN SELECT 1; END", nil),
    Edit("CREATE TRIGGER sqliteish AFTER INSERT ON event BEGIN SELECT 1; END", nil),
    Edit("ALTER TABLE event ADD COLUMN extra INTEGER", nil),
    Edit("DROP INDEX event_by_id; CREATE INDEX event_by_id ON event (event_id) WHERE seq > 5", nil),
  ]

  @Test(
    "an edited column is named by its position, with the guards put back and without",
    arguments: columns + rows, [true, false])
  func editedEvents(_ edit: Edit, reinstatingGuards: Bool) throws {
    try check(edit, reinstatingGuards: reinstatingGuards)
  }

  @Test("an edited dictionary, payload, head, identity or schema is noticed", arguments: others)
  func editedRest(_ edit: Edit) throws {
    try check(edit, reinstatingGuards: true)
  }

  private func check(_ edit: Edit, reinstatingGuards: Bool) throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    try ledger.tamper(edit.sql, reinstatingGuards: reinstatingGuards)
    let result = try ledger.verify()
    #expect(!result.isSound)
    #expect(result.firstBadSeq == edit.firstBadSeq, "\(result.reason ?? "sound")")
  }

  @Test("each missing guard, index and table is noticed")
  func missingObjects() throws {
    let database = try Fixtures.rich.raw()
    let rows = try database.prepare("SELECT type, name FROM sqlite_schema")
    var objects: [String] = []
    while try rows.step() { objects.append("\(rows.text(0)) \(rows.text(1))") }
    #expect(objects.count > 30)
    for object in objects {
      let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
      try ledger.raw().execute("DROP \(object)")
      let result = try ledger.verify()
      #expect(!result.isSound, "\(object)")
      #expect(result.firstBadSeq == nil, "\(object): \(result.reason ?? "")")
    }
  }

  @Test(
    "the first bad event is named wherever it lies among the sections that are checked apart",
    arguments: [1, 4095, 4096, 4097, 8192, 8193, 8999, 9000] as [Int64])
  func sections(_ seq: Int64) throws {
    for edit in [
      "UPDATE event SET observed_at = observed_at + 1 WHERE seq = \(seq)", "DELETE FROM event WHERE seq = \(seq)",
      "UPDATE event SET version = version + 1 WHERE seq = \(seq)",
      "UPDATE event SET recorded_at = recorded_at - 1 WHERE seq = \(seq)",
      "UPDATE event SET stream = 9000000 WHERE seq = \(seq)",
      "UPDATE event SET leaf_hash = zeroblob(32) WHERE seq IN (\(seq), 9000)", "DELETE FROM event WHERE seq >= \(seq)",
    ] {
      let copy = try TemporaryLedger(copyOf: Fixtures.sections)
      try copy.tamper(edit)
      let result = try copy.verify()
      #expect(result.firstBadSeq == seq, "\(edit): \(result.reason ?? "")")
      #expect(result.events == seq - 1, "\(edit)")
    }
  }

  @Test(
    "an index that lacks an entry, has a wrong one, or is in another order is noticed",
    arguments: [
      ("event_by_stream", "(stream, version)", "(stream, version) WHERE seq <> 12"),
      ("event_by_stream", "(stream, version)", "(stream, version DESC)"),
      ("event_by_stream", "(stream, version)", "(stream, schema_version)"),
      ("event_by_id", "(event_id)", "(event_id) WHERE seq <> 12"),
      ("event_by_id", "(event_id)", "(event_id DESC)"),
      ("event_by_id", "(event_id)", "(leaf_hash)"),
      ("stream_by_value", "(value, kind)", "(value, kind) WHERE id <> 2"),
      ("stream_by_value", "(value, kind)", "(value DESC, kind)"),
      ("stream_by_value", "(value, kind)", "(value, id)"),
      ("symbol_by_text", "(text)", "(text) WHERE id <> 2"),
      ("payload_by_hash", "(hash)", "(hash) WHERE id <> 1"),
    ])
  func indexes(_ name: String, _ columns: String, _ others: String) throws {
    let copy = try TemporaryLedger(copyOf: Fixtures.rich)
    let table = String(name.prefix { $0 != "_" })
    // Made anew with other contents, under the text of the old one.
    try copy.tamperWithSchema(
      """
      DROP INDEX \(name);
      CREATE INDEX \(name) ON \(table) \(others);
      PRAGMA writable_schema=ON;
      UPDATE sqlite_schema SET sql = 'CREATE INDEX \(name) ON \(table) \(columns)' WHERE name = '\(name)';
      """)
    let result = try copy.verify()
    #expect(result.reason != nil)
  }

  @Test(
    "a value that was stored as another type is noticed where it reads as the same",
    arguments: [
      ("event", "version INTEGER NOT NULL", "version", "TEXT", 12), ("event", "facts BLOB", "facts", "TEXT", 12),
      ("event", "observed_at INTEGER", "observed_at", "TEXT", 12), ("event", "tlp INTEGER", "tlp", "TEXT", 10),
      ("event", "event_id BLOB", "event_id", "TEXT", 12), ("event", "payload_hash BLOB", "payload_hash", "TEXT", 12),
      ("event", "leaf_hash BLOB", "leaf_hash", "TEXT", 12),
      ("event", "causation_seq INTEGER", "causation_seq", "TEXT", 12),
      ("stream", "kind INTEGER", "kind", "TEXT", 4), ("stream", "value TEXT", "value", "BLOB", 4),
    ] as [(String, String, String, String, Int64)])
  func types(_ table: String, _ declaration: String, _ column: String, _ type: String, _ seq: Int64) throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    // Two connections, because the text of a schema is read once.
    let original = try #require(try ledger.raw().text("SELECT sql FROM sqlite_schema WHERE name = '\(table)'"))
    let loose = original.replacing(") STRICT", with: ")").replacing(declaration, with: column)
    #expect(loose != original && !loose.contains("STRICT"))
    let quoted = { (sql: String) in sql.replacing("'", with: "''") }
    let triggers = try ledger.raw().prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    var guards: [(name: String, sql: String)] = []
    while try triggers.step() { guards.append((triggers.text(0), triggers.text(1))) }
    triggers.reset()
    try ledger.tamperWithSchema(
      "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = '\(quoted(loose))' WHERE name = '\(table)'")
    let key = table == "event" ? "seq" : "id"
    try ledger.tamperWithSchema(
      "PRAGMA ignore_check_constraints=ON;" + guards.map { "DROP TRIGGER \($0.name);" }.joined()
        + "UPDATE \(table) SET \(column) = CAST(\(column) AS \(type)) WHERE \(key) = \(seq);"
        + guards.map { "\($0.sql);" }.joined())
    try ledger.tamperWithSchema(
      "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = '\(quoted(original))' WHERE name = '\(table)'")
    let stored = try ledger.raw().text("SELECT typeof(\(column)) FROM \(table) WHERE \(key) = \(seq)")
    #expect(stored == type.lowercased())
    #expect(try ledger.verify().firstBadSeq == seq)
  }

  @Test("a payload that is there twice is noticed, though its numbers are those of events that share it")
  func payloadTwice() throws {
    // Of the last payload, which several events share, there is one more row, where the next number would be used.
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    try ledger.tamper(
      "DROP INDEX payload_by_hash; INSERT INTO payload SELECT 4, hash, salt, mac, bytes, size FROM payload WHERE id = 3;"
        + "CREATE INDEX payload_by_hash ON payload (hash)")
    let result = try ledger.verify()
    #expect(!result.isSound && result.reason?.contains("payload") == true, "\(result.reason ?? "sound")")
    #expect(result.reason?.contains("index") != true)
  }

  @Test("no value of any column of any table can be another, or be missing")
  func everyColumn() throws {
    let database = try Fixtures.long.raw()
    let tables = try database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    var columns: [(table: String, column: String, type: String)] = []
    while try tables.step() {
      let table = tables.text(0)
      let rows = try database.prepare("SELECT name, type FROM pragma_table_info('\(table)')")
      while try rows.step() { columns.append((table, rows.text(0), rows.text(1))) }
    }
    #expect(columns.count > 40)
    for (table, column, type) in columns {
      let others =
        switch type {
        case "INTEGER": ["\(column) + 1", "\(column) - 1", "-9223372036854775808", "9223372036854775807"]
        case "TEXT": ["\(column) || 'x'", "''", "'e' || char(769)"]
        default: ["CAST(\(column) || x'00' AS BLOB)", "x''", "zeroblob(32)"]
        }
      let counts = try Fixtures.long.raw()
      // The last row in which there is something.
      let last = "rowid = (SELECT max(rowid) FROM \(table) WHERE \(column) IS NOT NULL)"
      let count = try counts.integer("SELECT count(*) FROM \(table) WHERE \(column) IS NOT NULL") ?? 0
      #expect(count > 0, "\(table).\(column)")
      for other in others {
        let ledger = try TemporaryLedger(copyOf: Fixtures.long)
        // What the file itself refuses, such as a key that is there already, cannot be done.
        guard (try? ledger.tamper("UPDATE \(table) SET \(column) = \(other) WHERE \(last)")) != nil else { continue }
        #expect(try !ledger.verify().isSound, "\(table).\(column) = \(other)")
      }
    }
  }

  @Test("a trigger or index of another table, though its text is the same, is noticed")
  func movedGuards() throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    try ledger.tamperWithSchema(
      "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET tbl_name = 'symbol' WHERE name = 'event_update'")
    #expect(try !ledger.verify().isSound)
  }

  @Test("an event that was changed together with its leaf is found by the roots above it")
  func consistentLeaf() throws {
    // Of 1,100 events the first 1,024 have a kept root; then the frontier covers 64, 8 and 4.
    for (seq, first) in [(1000, 1), (1025, 1025), (1100, 1097)] as [(Int64, Int64)] {
      let other = try richLedger(events: 1100, changing: seq)
      let ledger = try TemporaryLedger(copyOf: Fixtures.long)
      let source = try other.raw().prepare("SELECT hex(facts), hex(leaf_hash) FROM event WHERE seq = \(seq)")
      #expect(try source.step())
      try ledger.tamper(
        "UPDATE event SET facts = x'\(source.text(0))', leaf_hash = x'\(source.text(1))' WHERE seq = \(seq)")
      let result = try ledger.verify()
      #expect(result.firstBadSeq == first, "\(result.reason ?? "sound")")
    }
  }

  @Test("kept subtree roots must be those of the events")
  func subtrees() throws {
    for sql in [
      "UPDATE subtree SET root = zeroblob(32)", "DELETE FROM subtree", "UPDATE subtree SET number = 1",
    ] {
      let ledger = try TemporaryLedger(copyOf: Fixtures.long)
      try ledger.tamper(sql)
      #expect(try ledger.verify().firstBadSeq == 1, "\(sql)")
    }
  }

  @Test("a tail that was cut together with head and frontier is noticed by what the dictionaries and payloads keep")
  func consistentCut() throws {
    // The whole state of a shorter log, head and frontier included: the limit is reached where nothing of the tail
    // was new to the dictionaries. Then only a root kept elsewhere can tell.
    let shorter = try richLedger(events: 6)
    let head = try shorter.raw().prepare("SELECT seq, recorded_at, hex(frontier) FROM head")
    #expect(try head.step())
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    try ledger.tamper(
      """
      DELETE FROM event WHERE seq > 6;
      UPDATE head SET seq = \(head.integer(0)), recorded_at = \(head.integer(1)), frontier = x'\(head.text(2))'
      """)
    #expect(try !ledger.verify().isSound)
    try ledger.tamper("DELETE FROM stream WHERE id > 6; DELETE FROM payload WHERE id > 1")
    #expect(try ledger.verify().isSound)
    #expect(try ledger.open().root() != Fixtures.rich.open().root())
    #expect(try ledger.open().root() == shorter.open().root())
  }

  @Test("an open log notices what was done behind its back")
  func openLog() throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    let log = try ledger.open()
    #expect(log.verify().isSound)
    try ledger.tamper("UPDATE symbol SET text = 'evil' WHERE text = 'alpha'")
    #expect(log.verify().firstBadSeq == 2)
  }
}
