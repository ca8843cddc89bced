import EventLog
import Events
import Foundation
import SQLite
import Testing

@Suite("Signed checkpoints of a log")
struct CheckpointTests {
  private static let seed = Array(UInt8(1)...32)

  private func sign(_ ledger: TemporaryLedger) throws -> SignedCheckpoint {
    try ledger.open().signCheckpoint { Self.seed }
  }

  private func check(
    _ ledger: TemporaryLedger, _ file: CheckpointFile, keys: [VerifierKey]? = nil
  ) throws -> CheckpointCheck {
    let log = try ledger.open(.readOnly)
    return try log.read {
      try log.check(
        file, keys: keys ?? KeyFolder(ledger.folder).verifiers(), size: log.head(), proves: true,
        roots: SubtreeRoots(log))
    }
  }

  private func permissions(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber).intValue
  }

  @Test("are notes of the log's origin, size and root, in files that sort by size")
  func signing() throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    let signed = try sign(ledger)
    #expect(signed.isNew)
    #expect(signed.checkpoint.origin == "iocledger/0193a000-0000-4000-8000-000000000000")
    #expect(signed.checkpoint.size == 20)
    #expect(signed.checkpoint.root == (try ledger.open().root()))
    #expect(signed.file == ledger.folder.checkpoints + "/000000000020.checkpoint")
    #expect(try Files.contents(of: signed.file) == Array(signed.note.description.utf8))
    #expect(signed.note.judgement(by: [signed.key]) == .signed(by: signed.key))
    #expect(signed.key.name == signed.checkpoint.origin)
    try ledger.open().append([draft(21)], at: second(21))
    _ = try sign(ledger)
    #expect(Files.names(in: ledger.folder.checkpoints) == ["000000000020.checkpoint", "000000000021.checkpoint"])
  }

  @Test("of an empty log can be signed too")
  func empty() throws {
    let ledger = try TemporaryLedger()
    #expect(try sign(ledger).checkpoint.root == Frontier().root)
    try ledger.open().append([draft(1)])
    _ = try sign(ledger)
    for path in CheckpointFile.paths(in: ledger.folder) {
      #expect(try check(ledger, CheckpointFile(path: path)).outcome == .extended)
    }
  }

  @Test("are made once a size; what others signed below stays")
  func again() throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    let signed = try sign(ledger)
    let witness = try SigningKey(name: "witness.example", seed: Array(repeating: 9, count: 32))
    let cosigned = SignedNote(
      text: signed.note.text, signatures: signed.note.signatures + (try witness.sign(signed.note.text)).signatures)
    try Files.replace(signed.file, with: Array(cosigned.description.utf8))
    let again = try sign(ledger)
    #expect(!again.isNew)
    #expect(again.note == cosigned)
    #expect(try check(ledger, CheckpointFile(path: signed.file), keys: [witness.verifier]).outcome == .extended)
  }

  @Test("the secret key is its owner's alone, also where a draft with other permissions lies in its way")
  func secrecy() throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    try Files.createPrivateFolder(ledger.folder.keys)
    _ = FileManager.default.createFile(
      atPath: ledger.folder.keys + "/.iocledger-partial-1", contents: Data("x".utf8),
      attributes: [.posixPermissions: 0o666])
    let signed = try sign(ledger)
    #expect(try permissions(ledger.folder.signingKey) == 0o600)
    #expect(try permissions(ledger.folder.keys) == 0o700)
    #expect(Files.names(in: ledger.folder.keys) == ["checkpoint.key", "checkpoint.vkey"])
    #expect(try KeyFolder(ledger.folder).verifiers() == [signed.key])
    let text = String(decoding: try Files.contents(of: ledger.folder.signingKey), as: UTF8.self)
    #expect(try SigningKey(parsing: text.dropLast()).verifier == signed.key)
    for path in CheckpointFile.paths(in: ledger.folder) + [ledger.folder.verifierKey] {
      let text = String(decoding: try Files.contents(of: path), as: UTF8.self)
      #expect(!text.contains("PRIVATE"))
    }
  }

  @Test("a key that others can read, that is damaged, another ledger's or half there is not used")
  func unusableKeys() throws {
    let refusals: [(String, (LedgerFolder) throws -> Void)] = [
      ("chmod 600", { chmod($0.signingKey, 0o640) }),
      ("chmod 600", { chmod($0.signingKey, 0o604) }),
      ("no signing key", { try Files.replace($0.signingKey, with: Array("nonsense\n".utf8)) }),
      ("one line", { try Files.replace($0.signingKey, with: []) }),
      (
        "not of iocledger/",
        { folder in
          let other = try SigningKey(name: "iocledger/other", seed: Self.seed)
          try Files.replace(folder.signingKey, with: Array(other.secretText.utf8))
        }
      ),
      ("is gone", { Files.remove($0.signingKey) }),
      (
        "does not belong",
        { folder in
          let name = try KeyFolder.verifier(file: folder.verifierKey).name
          let other = try SigningKey(name: name, seed: Array(repeating: 3, count: 32))
          try Files.replace(folder.verifierKey, with: Array("\(other.verifier)\n".utf8))
        }
      ),
    ]
    for (words, change) in refusals {
      let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
      _ = try sign(ledger)
      try change(ledger.folder)
      try ledger.open().append([draft(21)], at: second(21))
      let error = #expect(throws: EventLogError.self) { try sign(ledger) }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "signed")")
      // The base64 of the fourth to sixth byte of the secret.
      #expect(error?.description.contains("AwQF") == false)
      #expect(CheckpointFile.paths(in: ledger.folder).count == 1)
    }
  }

  @Test("a key that was put aside goes on being trusted, and a lost public half is written again")
  func rotation() throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    let old = try sign(ledger)
    Files.remove(ledger.folder.verifierKey)
    #expect(try sign(ledger).key == old.key)
    #expect(Files.exists(ledger.folder.verifierKey))
    try Files.move(ledger.folder.verifierKey, to: ledger.folder.keys + "/2025.vkey")
    Files.remove(ledger.folder.signingKey)
    try ledger.open().append([draft(21)], at: second(21))
    let new = try ledger.open().signCheckpoint { Array(repeating: 5, count: 32) }
    #expect(new.key != old.key)
    for path in CheckpointFile.paths(in: ledger.folder) {
      #expect(try check(ledger, CheckpointFile(path: path)).outcome == .extended)
    }
  }

  @Test("a tail that was cut so that the log is sound in itself is not")
  func truncation() throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    let signed = try sign(ledger)
    let shorter = try richLedger(events: 6)
    let head = try shorter.raw().prepare("SELECT seq, recorded_at, hex(frontier) FROM head")
    #expect(try head.step())
    try ledger.tamper(
      """
      DELETE FROM event WHERE seq > 6; DELETE FROM stream WHERE id > 6; DELETE FROM payload WHERE id > 1;
      UPDATE head SET seq = \(head.integer(0)), recorded_at = \(head.integer(1)), frontier = x'\(head.text(2))'
      """)
    #expect(try ledger.verify().isSound)
    let check = try check(ledger, CheckpointFile(path: signed.file))
    #expect(check.outcome == .truncated)
    #expect(check.reason?.contains("has 6 events") == true && check.reason?.contains("it had 20") == true)
    let error = #expect(throws: EventLogError.self) { try sign(ledger) }
    #expect(error?.code == .damaged)
  }

  @Test("an event that was changed with its leaf, the kept roots and the frontier is found, and where")
  func rewriting() throws {
    for changed in [1, 700, 1024, 1025, 1090] as [Int64] {
      let ledger = try TemporaryLedger(copyOf: Fixtures.long)
      // Checkpoints of an earlier time, as its owner would have kept them.
      var kept: [CheckpointFile] = []
      for size in [600, 1024, 1100] as [Int64] {
        let early = try richLedger(events: size)
        kept.append(CheckpointFile(name: "\(size)", bytes: Array(try sign(early).note.description.utf8)))
      }
      let key = try sign(try TemporaryLedger(copyOf: Fixtures.rich)).key
      for file in kept { #expect(try check(ledger, file, keys: [key]).outcome == .extended) }
      let other = try richLedger(events: 1100, changing: changed)
      try ledger.tamper(
        """
        ATTACH '\(other.folder.log)' AS other;
        UPDATE event SET (facts, leaf_hash) = (SELECT facts, leaf_hash FROM other.event o WHERE o.seq = event.seq);
        UPDATE subtree SET root = (SELECT root FROM other.subtree o WHERE o.number = subtree.number);
        UPDATE head SET frontier = (SELECT frontier FROM other.head);
        """)
      #expect(try ledger.verify().isSound, "the edit is whole: only a checkpoint can tell")
      for (file, size) in zip(kept, [600, 1024, 1100] as [Int64]) {
        let check = try check(ledger, file, keys: [key])
        #expect(check.outcome == (size >= changed ? .rewritten : .extended), "\(changed) of \(size)")
        #expect((check.consistency != nil) == (size < changed))
      }
    }
  }

  @Test("each wrong file is told apart in words")
  func outcomes() throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    let signed = try sign(ledger)
    let text = signed.note.description
    let stranger = try SigningKey(name: "stranger.example", seed: Array(repeating: 8, count: 32))
    let namesake = try SigningKey(name: signed.key.name, seed: Array(repeating: 8, count: 32))
    let elsewhere = Checkpoint(origin: "iocledger/elsewhere", size: 20, root: signed.checkpoint.root)
    let huge = Checkpoint(origin: signed.checkpoint.origin, size: .max, root: signed.checkpoint.root)
    let owner = try SigningKey(name: signed.key.name, seed: Self.seed)
    for (note, outcome) in [
      (text, .extended), (text.replacing("\n20\n", with: "\n19\n"), .badSignature),
      (try stranger.sign(signed.note.text).description, .unknownKey),
      (try namesake.sign(signed.note.text).description, .unknownKey),
      (try owner.sign(elsewhere.text).description, .otherOrigin), (try owner.sign(huge.text).description, .truncated),
      (try owner.sign("hello\n").description, .malformed), (text.replacing("\n", with: "\r\n"), .malformed),
      ("", .malformed), ("\u{0}", .malformed),
    ] as [(String, CheckpointCheck.Outcome)] {
      let check = try check(ledger, CheckpointFile(name: "kept", bytes: Array(note.utf8)))
      #expect(check.outcome == outcome, "\(check.reason ?? "")")
      #expect((check.reason == nil) == (outcome == .extended))
    }
    let unknown = try check(ledger, CheckpointFile(name: "kept", bytes: Array(text.utf8)), keys: [])
    #expect(unknown.outcome == .unknownKey)
  }

  @Test("two programs that sign at once make one key")
  func concurrency() async throws {
    let ledger = try TemporaryLedger(copyOf: Fixtures.rich)
    let folder = ledger.folder
    let keys = try await withThrowingTaskGroup(of: VerifierKey.self) { group in
      for number in UInt8(1)...8 {
        group.addTask {
          try EventLog(folder, access: .readWrite, now: epoch).signCheckpoint { Array(repeating: number, count: 32) }
            .key
        }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(keys.count == 1)
    #expect(CheckpointFile.paths(in: folder).count == 1)
  }
}
