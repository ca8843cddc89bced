import EventLog
import Events
import Foundation
import Indicators
import Interchange
import JSON
import Ledger
import SQLite
import TestSupport
import Testing
import Time

@Suite("Moving events")
struct EventTransferTests {
  /// A ledger with all that lines have to carry: notes, shared and erased payloads, markings, odd texts.
  private func randomLedger(_ seed: UInt64) throws -> TemporaryLedger {
    let temporary = try TemporaryLedger()
    var generator = SeededGenerator(seed: seed)
    let names = ["a.example", "203.0.113.7", "2001:db8::1", "b.example", String(repeating: "ab", count: 32)]
    let texts = [
      "note", "é and e\u{301}", "\u{0}\u{7F}\u{2028}\"\\", "𝄞 " + String(repeating: "long ", count: 500), "x",
    ]
    var noted: [Int64] = []
    for step in 0..<60 {
      temporary.clock.advance(seconds: Int64.random(in: -20...90, using: &generator))
      let name = names[Int.random(in: 0..<names.count, using: &generator)]
      let label = step % 2 == 0 ? "é" : "e\u{301}"
      let confidence = Double(Int.random(in: 1...999, using: &generator)) / 10
      try temporary.ledger.take(
        "indicator,confidence,labels\n\(name),\(confidence),\(label)\n", format: .csv,
        source: "feed " + texts[step % 5], trafficLight: step % 4 == 0 ? .amber : nil)
      if step % 2 == 0 {
        noted.append(try temporary.ledger.note(ioc(name), text: texts[Int.random(in: 0..<5, using: &generator)] + "!"))
      }
      if step % 12 == 11, let seq = noted.randomElement(using: &generator) {
        _ = try temporary.ledger.erase(temporary.ledger.planErasure(.events([seq])), reason: "step \(step)")
      }
    }
    return temporary
  }

  private func lines(_ ledger: Ledger, payloads: Bool = true) throws -> [String] {
    var lines: [String] = []
    let report = try ledger.exportEvents(payloads: payloads) { lines.append($0) }
    #expect(report.events == Int64(lines.count))
    return lines
  }

  /// Takes lines into the ledger of a folder, in pieces of a few bytes.
  @discardableResult
  private func take(_ lines: [String], into path: String, _ temporary: TemporaryLedger) throws -> EventImportReport {
    let ledger = try Ledger.createEmpty(at: path, context: temporary.clock.context()).ledger
    var rest = Array(lines.joined(separator: "\n").utf8)[...]
    let events = EventImport(ledger, file: "events.ndjson")
    try events.run {
      defer { rest = rest.dropFirst(4093) }
      return Array(rest.prefix(4093))
    }
    return events.report
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "iocledger-\(UUID().uuidString)").path
    defer { Files.removeFolder(path) }
    try body(path)
  }

  @Test("gives the same bytes every time, and a ledger with the same root that gives them too", arguments: 1...4)
  func roundTrip(seed: UInt64) throws {
    let temporary = try randomLedger(seed)
    let exported = try lines(temporary.ledger)
    #expect(try lines(temporary.reopened(.readOnly)) == exported)
    try withFolder { path in
      let report = try take(exported, into: path, temporary)
      #expect(report.new == Int64(exported.count) && report.known == 0)
      #expect(report.root == temporary.ledger.verify().root)
      let copy = try Ledger(LedgerFolder(path), access: .readWrite, context: temporary.clock.context())
      #expect(try lines(copy) == exported, "seed \(seed)")
      // Scorecards are kept compressed, and long notes that were not erased.
      let compressed = try [path, temporary.path].map {
        try Database(path: $0 + "/log.db", mode: .readWrite).integer("SELECT count(size) FROM payload") ?? 0
      }
      #expect(compressed[0] == compressed[1] && compressed[0] > 0)
      let (found, wanted) = (copy.verify(), temporary.ledger.verify())
      #expect(found == wanted && found.isSound && found.erasedPayloads > 0)
      #expect(try copy.rows() == temporary.ledger.rows())
      #expect(try copy.identity() != temporary.ledger.identity())
      // Once more: nothing is new.
      let again = try take(exported, into: path, temporary)
      #expect(again.new == 0 && again.known == Int64(exported.count) && again.root == report.root)
    }
  }

  private func files(holding text: String, in path: String) throws -> [String] {
    try Files.names(in: path).filter { name in
      guard Files.isRegular("\(path)/\(name)") else { return false }
      return try Data(contentsOf: URL(filePath: "\(path)/\(name)")).range(of: Data(text.utf8)) != nil
    }
  }

  @Test("goes on where it ended, and erases what was erased in between")
  func continued() throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.take("a.example\n", format: .lines)
    let secret = try temporary.ledger.note(ioc("a.example"), text: "a secret of somebody")
    try withFolder { path in
      try take(lines(temporary.ledger), into: path, temporary)
      #expect(try files(holding: "a secret of", in: path) != [])
      _ = try temporary.ledger.erase(temporary.ledger.planErasure(.events([secret])), reason: "privacy")
      try temporary.ledger.take("b.example\n", format: .lines)
      let exported = try lines(temporary.ledger)
      let report = try take(exported, into: path, temporary)
      #expect(report.known == secret && report.new == Int64(exported.count) - secret)
      let copy = try Ledger(LedgerFolder(path), access: .readWrite, context: temporary.clock.context())
      #expect(copy.verify() == temporary.ledger.verify())
      #expect(try files(holding: "a secret of", in: path) == [])
      #expect(try lines(copy) == exported)
    }
  }

  @Test(
    "ends at the first line that was changed in any way, with its number, keeping what comes before", arguments: 1...3)
  func tampered(seed: UInt64) throws {
    let temporary = try randomLedger(seed)
    let exported = try lines(temporary.ledger)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<25 {
      let index = Int.random(in: 0..<exported.count, using: &generator)
      var line = Array(exported[index].utf8)
      let place = Int.random(in: 0..<line.count, using: &generator)
      // Another digit, letter or punctuation: it may still be JSON.
      var byte = line[place]
      while byte == line[place] { byte = UInt8.random(in: 33...126, using: &generator) }
      line[place] = byte
      var changed = exported
      changed[index] = String(decoding: line, as: UTF8.self)
      try withFolder { path in
        do {
          try take(changed, into: path, temporary)
          // Only what says the same in other letters, such as \u007F for \u007f, may pass.
          let isSame = try JSONValue(parsing: changed[index]) == JSONValue(parsing: exported[index])
          #expect(isSame, "seed \(seed): line \(index + 1) passed: \(changed[index])")
          return
        } catch let error as LedgerError {
          // A payload is compared at the event that has it first.
          #expect(error.description.hasPrefix("events.ndjson:\(index + 1): "), "seed \(seed): \(error)")
        }
        let copy = try Ledger(LedgerFolder(path), access: .readOnly, context: temporary.clock.context())
        #expect(try copy.head() == Int64(index))
      }
    }
  }

  @Test("refuses a missing, doubled or moved line, a payload that was left out, and another ledger's events")
  func refused() throws {
    let temporary = try randomLedger(9)
    let exported = try lines(temporary.ledger)
    var missing = exported
    missing.remove(at: 7)
    var doubled = exported
    doubled.insert(exported[7], at: 8)
    var moved = exported
    moved.swapAt(6, 7)
    for (lines, line) in [(missing, 8), (doubled, 9), (moved, 7), (exported + [""], exported.count + 1)] {
      try withFolder { path in
        let error = #expect(throws: LedgerError.self) { try take(lines + ["{}"], into: path, temporary) }
        #expect(error?.description.hasPrefix("events.ndjson:\(line): ") == true, "\(error as Any)")
      }
    }
    try withFolder { path in
      let without = try lines(temporary.ledger, payloads: false)
      #expect(without.count == exported.count && without != exported)
      #expect(throws: LedgerError.self) { try take(without, into: path, temporary) }
      let other = try TemporaryLedger(now: "2025-01-01T00:00:00Z")
      let error = #expect(throws: LedgerError.self) { try take(exported, into: other.path, other) }
      #expect(error?.description.hasPrefix("events.ndjson:1: event 1 is another") == true, "\(error as Any)")
      #expect(other.ledger.verify().isSound)
    }
  }

  /// A line with members of it changed, and the leaf that follows from them.
  private func forged(_ line: String, _ changes: [String: JSONValue]) throws -> String {
    guard case .object(var object) = try JSONValue(parsing: line) else { return line }
    for (name, value) in changes { object[name] = value }
    let json = JSONValue.object(object)
    func time(_ name: String) throws -> Timestamp {
      if case .integer(let milliseconds) = json[name] { return Timestamp(milliseconds: milliseconds) }
      return try moment(json[name]?.string ?? "")
    }
    let id = UUID(uuidString: json["event_id"]?.string ?? "")?.uuid
    var facts: Facts = [:]
    for member in json["facts"]?.object?.members ?? [] {
      switch member.value {
      case .integer(let number): facts[member.name] = .integer(number)
      case .bool(let value): facts[member.name] = .bool(value)
      default: facts[member.name] = .text(member.value.string ?? "")
      }
    }
    let event = RecordedEvent(
      seq: json["seq"]?.integer ?? 0,
      id: try #require(withUnsafeBytes(of: id) { EventID(bytes: .init(rebasing: $0[..<16])) }),
      streamID: 0,
      stream: StreamKey(kind: json["stream"]?["kind"]?.string ?? "", value: json["stream"]?["value"]?.string ?? ""),
      version: json["version"]?.integer ?? 0, type: try #require(EventType(rawValue: json["type"]?.string ?? "")),
      schemaVersion: 1, source: json["source"]?.string ?? "", actor: json["actor"]?.string ?? "", trafficLight: nil,
      observedAt: try time("observed_at"), receivedAt: try time("received_at"), recordedAt: try time("recorded_at"),
      correlationID: nil, causationSeq: nil, facts: facts,
      payloadHash: json["payload_hash"]?.string.flatMap { Digest(hexadecimal: $0) }, leafHash: Digest(hashing: []))
    object["leaf_hash"] = .string(event.computedLeaf().description)
    return JSONValue.object(object).text()
  }

  /// What an import says of lines, the first of which are a ledger's own.
  private func refusal(_ lines: [String], _ temporary: TemporaryLedger) throws -> String? {
    var refusal: String?
    try withFolder { path in
      do { try take(lines, into: path, temporary) } catch let error as LedgerError { refusal = error.description }
    }
    return refusal
  }

  @Test("refuses by its line an event of a time that no clock shows, and takes in those that one can")
  func times() throws {
    let temporary = try TemporaryLedger()
    let exported = try lines(temporary.ledger)
    #expect(try refusal(exported.map { try forged($0, [:]) }, temporary) == nil)
    let last = exported.count
    for name in ["observed_at", "received_at", "recorded_at"] {
      for time: Int64 in [.max, .max - 1, 253_402_300_800_000]
        + (name == "recorded_at" ? [] : [.min, -377_705_116_800_001])
      {
        let line = try forged(exported[last - 1], [name: .integer(time)])
        let refusal = try refusal(exported.dropLast() + [line], temporary)
        #expect(
          refusal?.hasPrefix("events.ndjson:\(last): ") == true && refusal?.contains(name) == true, "\(name) \(time)")
      }
    }
    for time in [-377_705_116_800_000, 0] as [Int64] {
      let line = try forged(exported[last - 1], ["observed_at": .integer(time), "received_at": .integer(time)])
      #expect(try refusal(exported.dropLast() + [line], temporary) == nil, "\(time)")
    }
  }

  @Test("refuses members that are written twice, whatever the second says, at any depth")
  func repeatedMembers() throws {
    let temporary = try TemporaryLedger()
    let exported = try lines(temporary.ledger)
    for (part, twice) in [
      ("{\"seq\":1,", "{\"seq\":1,\"seq\":1,"), ("\"facts\":{", "\"facts\":{\"id\":\"x\","),
      ("\"stream\":{", "\"stream\":{\"kind\":\"ledger\","), ("{\"seq\":1,", "{\"seq\":2,\"seq\":1,"),
    ] {
      let line = exported[0].replacing(part, with: twice)
      #expect(line != exported[0])
      let refusal = try refusal([line], temporary)
      #expect(refusal?.hasPrefix("events.ndjson:1: ") == true && refusal?.contains("twice") == true, "\(twice)")
    }
  }

  @Test("refuses a scorecard whose id is not that of its text")
  func scorecardIDs() throws {
    let temporary = try TemporaryLedger()
    let exported = try lines(temporary.ledger)
    let id = String(repeating: "ab", count: 32)
    let line = try forged(exported[0], ["facts": ["id": .string(id), "name": "default"]])
    let refusal = try refusal([line] + exported.dropFirst(), temporary)
    #expect(refusal?.hasPrefix("events.ndjson:1: its id is not that of the scorecard") == true, "\(refusal ?? "")")
  }

  @Test("refuses ids and hashes that are written otherwise than they are")
  func spellings() throws {
    let temporary = try TemporaryLedger()
    let exported = try lines(temporary.ledger)
    let json = try JSONValue(parsing: exported[0])
    for name in ["event_id", "leaf_hash", "payload_hash"] {
      let text = try #require(json[name]?.string)
      for other in [
        text.uppercased(), " " + text, "{\(text)}", text.replacing("-", with: "") + "0", String(text.dropLast()),
      ] {
        let refusal = try refusal([exported[0].replacing(text, with: other)], temporary)
        #expect(refusal?.hasPrefix("events.ndjson:1: '\(name)'") == true, "\(other): \(refusal ?? "taken")")
      }
    }
  }

  @Test("bounds what a line may take: its length, its depth and how many values it has")
  func bounds() throws {
    let temporary = try TemporaryLedger()
    let exported = try lines(temporary.ledger)
    let deep = exported[0].replacing("\"facts\":{", with: "\"facts\":{\"a\":\(String(repeating: "[", count: 100_000)),")
    let many = exported[0].replacing(
      "\"facts\":{", with: "\"facts\":{\"a\":[\(String(repeating: "0,", count: 1 << 20))0],")
    for line in [deep, many] {
      #expect(try refusal([line], temporary)?.hasPrefix("events.ndjson:1: ") == true)
    }
    try withFolder { path in
      let ledger = try Ledger.createEmpty(at: path, context: temporary.clock.context()).ledger
      var given = 0
      let events = EventImport(ledger, file: "endless")
      let error = #expect(throws: LedgerError.self) {
        try events.run {
          given += 1 << 16
          return Array(repeating: UInt8(ascii: "x"), count: 1 << 16)
        }
      }
      #expect(error?.description.hasPrefix("endless:1: ") == true && error?.description.contains("--max-line") == true)
      #expect(given <= EventImport.maximumLine + 1 << 17)
      let short = EventImport(ledger, file: "short", lineLimit: 1 << 10)
      var rest = Array((exported[0] + "\n").utf8)[...]
      #expect(throws: LedgerError.self) {
        try short.run {
          defer { rest = rest.dropFirst(1 << 20) }
          return Array(rest.prefix(1 << 20))
        }
      }
      #expect(try ledger.head() == 0)
    }
  }
}
