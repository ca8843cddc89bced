import Events
import SQLite
import TestSupport
import Testing

@testable import EventLog

@Suite("Where streams stand, from one transaction to the next")
struct StreamPlacesTests {
  let ledger: TemporaryLedger

  init() throws { ledger = try TemporaryLedger() }

  private func versions(_ log: EventLog) throws -> [[Int64]] {
    let rows = try log.database.prepare("SELECT stream, version FROM event ORDER BY seq")
    var found: [[Int64]] = []
    while try rows.step() { found.append([rows.integer(0), rows.integer(1)]) }
    return found
  }

  @Test("a writer notices what another one wrote about streams that it remembers, and about new ones")
  func twoWriters() throws {
    let (first, second) = (try ledger.open(), try ledger.open())
    try first.append([draft(1), draft(2)])
    try second.append([draft(3), draft(4, about: "203.0.113.1")])
    try first.append([draft(5), draft(6, about: "203.0.113.2")])
    try second.append([draft(7, about: "203.0.113.2"), draft(8)])
    #expect(try versions(first) == [[1, 1], [1, 2], [1, 3], [2, 1], [1, 4], [3, 1], [3, 2], [1, 5]])
    #expect(first.verify().isSound)
  }

  @Test("what a transaction placed that was rolled back is not remembered")
  func rolledBack() throws {
    let log = try ledger.open()
    try log.append([draft(1)])
    #expect(throws: Refusal.self) {
      try log.write(context()) { appender in
        _ = try appender.append(draft(2))
        _ = try appender.append(draft(3, about: "203.0.113.1"))
        throw Refusal()
      }
    }
    try log.append([draft(4, about: "203.0.113.2"), draft(5), draft(6, about: "203.0.113.1")])
    #expect(try versions(log) == [[1, 1], [2, 1], [1, 2], [3, 1]])
    #expect(log.verify().isSound)
  }

  @Test("more streams than are remembered keep their places")
  func many() throws {
    let log = try ledger.open()
    for round in Int64(0)..<3 {
      try log.append((0..<20_000).map { draft(round * 50_000 + $0, about: "10.\(round % 2).\($0 / 256).\($0 % 256)") })
    }
    #expect(try log.database.integer("SELECT count(*) FROM stream") == 40_000)
    #expect(try log.database.integer("SELECT max(version) FROM event") == 2)
    #expect(log.verify().isSound)
  }
}
