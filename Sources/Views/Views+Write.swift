import Events
import Indicators
import SQLite
import Time

extension Views {
  /// Writes rows, all but what sources have answered; inside a transaction.
  ///
  /// `isFirst` says that nothing was written about any of the streams before.
  func write(_ changes: ViewChanges, isFirst: Bool = false) throws {
    try writeIndicators(changes)
    try writeStatements(changes, isFirst)
    for change in changes.relationships { try write(change) }
    for entity in changes.entities { try write(entity) }
    for marking in changes.markings { try write(marking) }
    try write(changes.objects)
    try write(changes.lookups)
    for pause in changes.pauses { try write(pause) }
  }

  /// Writes how far the views have come; in the same transaction as the rows.
  func writeCheckpoint(seq: Int64, leaf: Digest?) throws {
    let row = try database.cached("UPDATE checkpoint SET seq = ?, leaf = ?")
    row.bind(1, seq)
    row.bind(2, leaf?.bytes ?? [])
    try row.run()
  }

  private func writeIndicators(_ changes: ViewChanges) throws {
    try changes.states.withUnsafeBytes { states in
      try database.insert("INSERT OR REPLACE INTO indicator VALUES", columns: 4, changes.indicators) {
        row, first, indicator in
        row.bind(first, indicator.id)
        row.bind(first + 1, indicator.kind)
        row.bind(first + 2, indicator.value)
        row.bind(first + 3, borrowing: UnsafeRawBufferPointer(rebasing: states[indicator.state]))
      }
    }
  }

  /// How many bytes the keys of a stream's statements have that share a row.
  private static var bytesPerRow: Int { 8 * 128 }

  /// Fills up each stream's last row and goes on with new ones, so that rows are the same for every batch size.
  private func writeStatements(_ changes: ViewChanges, _ isFirst: Bool) throws {
    var rows: [(stream: Int64, part: Int, keys: Range<Int>)] = []
    try changes.statementKeys.withUnsafeBytes { all in
      for statements in changes.statements {
        var keys = statements.keys
        var part = 0
        if !isFirst {
          let last = try lastStatements(of: statements.stream)
          part = last.part
          if last.keys.count < Self.bytesPerRow {
            let added = keys.prefix(Self.bytesPerRow - last.keys.count)
            try write(statements.stream, part, last.keys + all[added])
            keys = added.endIndex..<keys.endIndex
          }
          part += 1
        }
        while !keys.isEmpty {
          let taken = keys.prefix(Self.bytesPerRow)
          rows.append((statements.stream, part, taken))
          keys = taken.endIndex..<keys.endIndex
          part += 1
        }
      }
      try database.insert("INSERT OR REPLACE INTO statement VALUES", columns: 3, rows) { row, first, statements in
        row.bind(first, statements.stream)
        row.bind(first + 1, statements.part)
        row.bind(first + 2, borrowing: UnsafeRawBufferPointer(rebasing: all[statements.keys]))
      }
    }
  }

  private func write(_ stream: Int64, _ part: Int, _ keys: [UInt8]) throws {
    let row = try database.cached("INSERT OR REPLACE INTO statement VALUES (?, ?, ?)")
    row.bind(1, stream)
    row.bind(2, part)
    row.bind(3, keys)
    try row.run()
  }

  /// A stream's last row of keys; an empty one where there is none.
  private func lastStatements(of stream: Int64) throws -> (part: Int, keys: [UInt8]) {
    let row = try database.cached("SELECT part, keys FROM statement WHERE stream = ? ORDER BY part DESC LIMIT 1")
    row.bind(1, stream)
    defer { row.reset() }
    return try row.step() ? (Int(row.integer(0)), Array(row.blob(1))) : (0, [])
  }

  private func write(_ change: ViewChanges.RelationshipChange) throws {
    switch change {
    case .assert(let from, let relation, let source, let seq, let observedAt):
      let row = try database.cached("INSERT INTO relationship VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?8, NULL)")
      row.bind(1, from.kind)
      row.bind(2, from.value)
      row.bind(3, relation.type)
      row.bind(4, relation.target.kind)
      row.bind(5, relation.target.value)
      row.bind(6, relation.name)
      row.bind(7, source)
      row.bind(8, seq)
      row.bind(9, observedAt.milliseconds)
      try row.run()
    case .retract(let from, let relation, let source, let seq):
      let row = try database.cached(
        """
        UPDATE relationship SET retracted_seq = ? WHERE from_value = ? AND from_kind = ? AND type = ? AND to_kind = ?
        AND to_value = ? AND source = ? AND retracted_seq IS NULL
        """)
      row.bind(1, seq)
      row.bind(2, from.value)
      row.bind(3, from.kind)
      row.bind(4, relation.type)
      row.bind(5, relation.target.kind)
      row.bind(6, relation.target.value)
      row.bind(7, source)
      try row.run()
    case .retractEvent(let from, let event, let seq):
      let row = try database.cached(
        """
        UPDATE relationship SET retracted_seq = ? WHERE seq = ? AND from_value = ? AND from_kind = ?
        AND retracted_seq IS NULL
        """)
      row.bind(1, seq)
      row.bind(2, event)
      row.bind(3, from.value)
      row.bind(4, from.kind)
      try row.run()
    case .restore(let from, let retraction, let seq):
      // Not the same rows, so that as at a position in between they are still gone.
      let row = try database.cached(
        """
        INSERT INTO relationship
        SELECT from_kind, from_value, type, to_kind, to_value, to_name, source, seq, observed_at, ?1, NULL
        FROM relationship WHERE retracted_seq = ?2 AND from_value = ?3 AND from_kind = ?4
        """)
      row.bind(1, seq)
      row.bind(2, retraction)
      row.bind(3, from.value)
      row.bind(4, from.kind)
      try row.run()
    }
  }

  private func write(_ entity: ViewChanges.EntityRow) throws {
    let row = try database.cached(
      """
      INSERT INTO entity VALUES (?1, ?2, ?3, ?4, ?5, ?5) ON CONFLICT (id) DO UPDATE SET name = ?4, seq = ?5
      """)
    row.bind(1, entity.id)
    row.bind(2, entity.key.kind)
    row.bind(3, entity.key.value)
    row.bind(4, entity.name)
    row.bind(5, entity.seq)
    try row.run()
  }

  private func write(_ marking: ViewChanges.MarkingRow) throws {
    let row = try database.cached(
      "INSERT INTO marking VALUES (?1, ?2) ON CONFLICT (stream) DO UPDATE SET tlp = max(tlp, ?2)")
    row.bind(1, marking.stream)
    row.bind(2, marking.trafficLight.rawValue)
    try row.run()
  }

  func write(_ lookups: [ViewChanges.LookupRow]) throws {
    try database.insert("INSERT OR IGNORE INTO lookup VALUES", columns: 3, lookups) { row, first, lookup in
      row.bind(first, lookup.connector)
      row.bind(first + 1, lookup.startedAt.milliseconds)
      row.bind(first + 2, lookup.seq)
    }
  }

  private func write(_ pause: ViewChanges.PauseRow) throws {
    let row = try database.cached(
      """
      INSERT INTO pause VALUES (?1, ?2, ?3, ?4) ON CONFLICT (connector) DO UPDATE SET until = ?2, reason = ?3, seq = ?4
      WHERE seq < ?4
      """)
    row.bind(1, pause.connector)
    row.bind(2, pause.until)
    row.bind(3, pause.reason)
    row.bind(4, pause.seq)
    try row.run()
  }

  /// Adds to what sources have answered.
  func write(_ tallies: [Int: SourceTally]) throws {
    for (source, health) in tallies.sorted(by: { $0.key < $1.key }) {
      let row = try database.cached(
        """
        INSERT INTO source_health VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (source) DO UPDATE SET
        events = events + ?2, found = found + ?3, not_found = not_found + ?4, failed = failed + ?5,
        withheld = withheld + ?6, last_at = max(last_at, ?7), last_failure = coalesce(?8, last_failure),
        first_at = min(first_at, ?9)
        """)
      row.bind(1, source)
      row.bind(2, health.events)
      row.bind(3, health.found)
      row.bind(4, health.notFound)
      row.bind(5, health.failed)
      row.bind(6, health.withheld)
      row.bind(7, health.last.milliseconds)
      row.bind(8, health.failure?.reason)
      row.bind(9, health.first.milliseconds)
      try row.run()
    }
  }
}
