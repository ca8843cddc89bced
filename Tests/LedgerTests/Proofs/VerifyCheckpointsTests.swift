import EventLog
import Events
import Foundation
import JSON
import Ledger
import SQLite
import Testing

@Suite("Verify against checkpoints")
struct VerifyCheckpointsTests {
  private func lines(_ range: ClosedRange<Int>) -> String { range.map { "192.0.2.\($0)\n" }.joined() }

  /// A ledger with checkpoints of 4, 9 and 14 events, and 17 events in all.
  private func scene() throws -> (TemporaryLedger, [SignedCheckpoint]) {
    let scene = try TemporaryLedger()
    var signed = [try scene.ledger.signCheckpoint()]
    for start in [1, 6] {
      try scene.ledger.take(lines(start...start + 4))
      signed.append(try scene.ledger.signCheckpoint())
    }
    try scene.ledger.take(lines(11...13))
    return (scene, signed)
  }

  /// Puts the log of another ledger, which has the same identity, in the place of this one's.
  private func replaceLog(of scene: TemporaryLedger, with other: TemporaryLedger) throws {
    for path in [scene.path, other.path] {
      try Database(path: path + "/log.db", mode: .readWrite).checkpoint()
    }
    for name in ["log.db-wal", "log.db-shm", "views.db"] { Files.remove(scene.path + "/" + name) }
    try Files.replace(scene.path + "/log.db", with: Files.contents(of: other.path + "/log.db"))
  }

  @Test("a log that only grew extends those that it keeps, and each that is given with a proof")
  func sound() throws {
    let (scene, signed) = try scene()
    let kept = try scene.ledger.verify(against: nil)
    #expect(kept.isSound && kept.checkpoints.map(\.outcome) == [.extended, .extended, .extended])
    let files = try signed.map { try CheckpointFile(path: $0.file) }
    let given = try scene.reopened(.readOnly).verify(against: files, keys: [signed[0].key])
    #expect(given.isSound && given.firstBadSeq == nil)
    for check in given.checkpoints {
      let root = try #require(given.log.root)
      #expect(check.consistency?.connects(try #require(check.checkpoint).root, to: root) == true)
    }
    #expect(try TemporaryLedger().ledger.verify(against: nil).checkpoints.isEmpty)
  }

  @Test("which events are held fast by which checkpoint is told, of those that are kept and of those that are given")
  func anchors() throws {
    let (scene, signed) = try scene()
    func ranges(_ result: LedgerVerification) -> [String] {
      result.anchors.map { "\($0.events.lowerBound)-\($0.events.upperBound) \($0.file == "given" ? "given" : "kept")" }
    }
    let kept = try scene.ledger.verify(against: nil)
    #expect(ranges(kept) == ["1-4 kept", "5-9 kept", "10-14 kept"] && kept.unanchored == 15...17)
    let given = CheckpointFile(name: "given", bytes: try CheckpointFile(path: signed[1].file).bytes)
    let both = try scene.ledger.verify(against: [given])
    #expect(ranges(both) == ["1-4 kept", "5-9 given", "10-14 kept"] && both.checkpoints.count == 1)
    #expect(both.json["head"] == 17 && both.json["unanchored"] == ["from": 15, "to": 17])
    #expect(both.json["anchored"]?.array?.last?["key"]?.string == signed[0].key.description)
    // What a key that is not believed signed holds nothing fast.
    let stranger = try SigningKey(name: signed[0].key.name, seed: Array(repeating: 2, count: 32))
    let own = CheckpointFile(name: "given", bytes: Array(try stranger.sign(signed[0].checkpoint.text).description.utf8))
    let others = try scene.ledger.verify(against: [own], keys: [stranger.verifier])
    #expect(others.isSound && ranges(others) == ["1-4 given"] && others.unanchored == 5...17)
    _ = try scene.ledger.signCheckpoint()
    #expect(try scene.ledger.verify(against: nil).unanchored == nil)
    let none = try TemporaryLedger().ledger.verify(against: nil)
    #expect(none.anchors.isEmpty && none.unanchored == 1...4 && none.json["anchored"] == [])
  }

  @Test("a checkpoint that the ledger keeps and that contradicts it counts beside one that is given and does not")
  func keptContradiction() throws {
    let (scene, signed) = try scene()
    let first = CheckpointFile(name: "given", bytes: try CheckpointFile(path: signed[0].file).bytes)
    let other = try TemporaryLedger()
    _ = try other.ledger.signCheckpoint()
    try other.ledger.take(lines(101...120))
    try replaceLog(of: scene, with: other)
    let result = try scene.reopened().verify(against: [first])
    #expect(!result.isSound && result.firstBadSeq == 5)
    #expect(result.checkpoints.map(\.outcome) == [.extended, .rewritten, .rewritten])
  }

  @Test("an older copy that was put back is a log that was cut")
  func truncation() throws {
    let (scene, signed) = try scene()
    let older = try TemporaryLedger()
    _ = try older.ledger.signCheckpoint()
    try older.ledger.take(lines(1...5))
    try replaceLog(of: scene, with: older)
    let ledger = try scene.reopened()
    #expect(ledger.verify().isSound)
    let result = try ledger.verify(against: nil)
    #expect(result.checkpoints.map(\.outcome) == [.extended, .extended, .truncated])
    #expect(result.firstBadSeq == 10)
    #expect(result.reason?.contains("has 9 events") == true)
    #expect(throws: EventLogError.self) { try ledger.signCheckpoint() }
    #expect(CheckpointFile.paths(in: ledger.folder).count == signed.count)
  }

  @Test("a history that was written anew is found between the last checkpoint that agrees and the first that does not")
  func rewriting() throws {
    let (scene, _) = try scene()
    let other = try TemporaryLedger()
    _ = try other.ledger.signCheckpoint()
    try other.ledger.take(lines(1...5))
    // As many draws of chance as in the other, so that the histories part only here.
    _ = try other.ledger.signCheckpoint()
    try other.ledger.take(lines(101...120))
    try replaceLog(of: scene, with: other)
    let ledger = try scene.reopened()
    #expect(ledger.verify().isSound)
    let result = try ledger.verify(against: nil)
    #expect(result.checkpoints.map(\.outcome) == [.extended, .extended, .rewritten])
    #expect(result.firstBadSeq == 10)
    #expect(result.reason?.contains("between event 10 and 14") == true)
    #expect(result.reason?.contains("of 9, still agrees") == true)
    #expect(result.json["ok"] == false && result.json["first_bad_seq"] == 10)
    #expect(result.json["checkpoints"]?.array?.last?["status"] == "rewritten")
  }

  @Test("a log that is damaged is compared as far as it can be read, and its own fault comes first")
  func damaged() throws {
    let (scene, _) = try scene()
    let database = try Database(path: scene.path + "/log.db", mode: .readWrite)
    try database.execute("DROP TRIGGER event_update; UPDATE event SET observed_at = 0 WHERE seq = 12")
    let result = try scene.reopened(.readOnly).verify(against: nil)
    #expect(result.firstBadSeq == 12 && result.reason == result.log.reason)
    #expect(result.checkpoints.map(\.outcome) == [.extended, .extended, .unchecked])
  }

  @Test("of several faults the smallest checkpoint that differs is told, and how many more there are")
  func several() throws {
    let (scene, signed) = try scene()
    let other = try TemporaryLedger(now: "2026-11-25T12:00:00Z")
    try other.ledger.take(lines(1...10))
    try replaceLog(of: scene, with: other)
    let nonsense = CheckpointFile(name: "nonsense", bytes: [])
    let files = [nonsense] + (try signed.reversed().map { try CheckpointFile(path: $0.file) })
    let result = try scene.reopened().verify(against: files)
    #expect(result.checkpoints.map(\.outcome) == [.malformed, .rewritten, .rewritten, .rewritten])
    #expect(result.firstBadSeq == 1)
    #expect(result.reason?.contains("the first 4 events") == true && result.reason?.contains("3 more") == true)
  }

  @Test("keys that are given are believed instead of the ledger's")
  func keys() throws {
    let (scene, signed) = try scene()
    let stranger = try SigningKey(name: signed[0].key.name, seed: Array(repeating: 2, count: 32))
    let result = try scene.ledger.verify(against: nil, keys: [stranger.verifier])
    #expect(result.checkpoints.map(\.outcome) == [.unknownKey, .unknownKey, .unknownKey])
    #expect(!result.isSound && result.firstBadSeq == nil)
    Files.remove(scene.ledger.folder.verifierKey)
    #expect(try !scene.ledger.verify(against: nil).isSound)
    #expect(try scene.ledger.verify(against: nil, keys: [signed[0].key]).isSound)
  }
}
