import EventLog
import Events
import Foundation
import Indicators
import JSON
import Ledger
import Testing

@Suite("Proofs of events")
struct EventProofTests {
  private func lines(_ range: ClosedRange<Int>) -> String { range.map { "192.0.2.\($0)\n" }.joined() }

  private func proofs(
    _ ledger: Ledger, from: Int64 = 1, limit: Int? = nil, against file: CheckpointFile? = nil
  ) throws -> [EventProof] {
    var query = EventQuery()
    query.from = from
    query.limit = limit
    var proofs: [EventProof] = []
    try ledger.proofs(query, against: file) { proofs.append($0) }
    return proofs
  }

  private func check(_ json: JSONValue, keys: [VerifierKey] = []) -> EventProofCheck {
    let checks = ProofFile.check(Array(json.text().utf8), keys: keys)
    return checks.count == 1 ? checks[0] : EventProofCheck(unreadable: "\(checks.count) proofs")
  }

  @Test("stand on their own: written, read and checked without the ledger, for every event")
  func roundTrip() throws {
    let scene = try TemporaryLedger()
    try scene.ledger.take(lines(1...40), trafficLight: .amber, labels: ["c2"])
    let signed = try scene.ledger.signCheckpoint()
    let proofs = try proofs(scene.ledger)
    #expect(Int64(proofs.count) == signed.checkpoint.size)
    for (index, proof) in proofs.enumerated() {
      #expect(try EventProof(proof.json) == proof)
      let check = check(proof.json, keys: [signed.key])
      #expect(check.isProven && check.signature == .verified, "\(check.reason ?? "")")
      #expect(check.event?.seq == Int64(index) + 1)
      let event = try #require(try recorded(scene.ledger, seq: Int64(index) + 1))
      for name in ["event_id", "type", "indicator", "source", "actor", "recorded_at", "facts", "tlp", "payload_hash"] {
        #expect(check.event?.json[name] == event.json[name], "\(name)")
      }
    }
    let all = JSONValue.array(proofs.map(\.json)).text(indented: true)
    #expect(ProofFile.check(Array(all.utf8), keys: [signed.key]).count { $0.isProven } == proofs.count)
    let lines = proofs.map { $0.json.text() + "\n" }.joined()
    #expect(ProofFile.check(Array(lines.utf8), keys: []).count { $0.isProven } == proofs.count)
  }

  private func recorded(_ ledger: Ledger, seq: Int64) throws -> RecordedEvent? {
    var found: RecordedEvent?
    var query = EventQuery()
    query.from = seq
    query.limit = 1
    try ledger.events(query) { event, _ in found = event }
    return found
  }

  @Test("say whose key checked them: mine, the one inside, or none")
  func keys() throws {
    let scene = try TemporaryLedger()
    let signed = try scene.ledger.signCheckpoint()
    let json = try #require(try proofs(scene.ledger, limit: 1).first).json
    let other = try SigningKey(name: signed.key.name, seed: Array(repeating: 1, count: 32))
    #expect(check(json, keys: [signed.key]).signature == .verified)
    #expect(check(json, keys: [other.verifier, signed.key]).isProven)
    #expect(check(json).signature == .embeddedKey && check(json).isProven)
    let foreign = check(json, keys: [other.verifier])
    #expect(!foreign.isProven && foreign.reason?.contains("not signed by the key") == true)
    let keyless = check(json.setting("key", to: .null))
    #expect(keyless.isProven && keyless.signature == .unchecked)
    // Somebody who signs a tree of their own with a key of their own is found out by a key that was kept.
    let forged = try other.sign(signed.note.text)
    let replaced = json.setting("checkpoint", to: .string(forged.description))
      .setting("key", to: .string(other.verifier.description))
    #expect(check(replaced).isProven)
    #expect(!check(replaced, keys: [signed.key]).isProven)
  }

  @Test("fail when anything in them is changed")
  func changes() throws {
    let scene = try TemporaryLedger()
    try scene.ledger.take(lines(1...20))
    let signed = try scene.ledger.signCheckpoint()
    let proof = try #require(try proofs(scene.ledger, from: 7, limit: 1).first)
    let other = try #require(try proofs(scene.ledger, from: 8, limit: 1).first)
    let json = proof.json
    #expect(check(json).isProven)
    var bytes = proof.canonicalBytes
    bytes[bytes.count - 1] ^= 1
    let changes: [(String, JSONValue)] = [
      ("index", 7), ("index", 5), ("index", -1), ("index", .integer(.max)), ("tree_size", 23), ("tree_size", 0),
      ("tree_size", .integer(.max)), ("leaf_hash", .string(other.leafHash.description)),
      ("canonical_bytes", .string(Base64.encode(other.canonicalBytes))),
      ("canonical_bytes", .string(Base64.encode(bytes))), ("canonical_bytes", ""), ("path", []),
      ("path", .array((json["path"]?.array ?? []).reversed())),
      ("path", .array(Array((json["path"]?.array ?? []).dropLast()))),
      ("checkpoint", .string(signed.note.description.replacing("\n24\n", with: "\n25\n"))),
      ("checkpoint", .string(try SigningKey(name: "a", seed: bytes.suffix(32)).sign("hello\n").description)),
    ]
    for (name, value) in changes {
      let check = check(json.setting(name, to: value))
      #expect(!check.isProven, "\(name) \(value.text())")
      #expect(check.reason?.isEmpty == false)
    }
    // Another event in its whole, at this one's place.
    let swapped = json.setting("canonical_bytes", to: .string(Base64.encode(other.canonicalBytes)))
      .setting("leaf_hash", to: .string(other.leafHash.description))
    #expect(check(swapped).reason?.contains("belongs at 7") == true)
  }

  @Test("fail where what they say besides contradicts them, or is said twice")
  func contradictions() throws {
    let scene = try TemporaryLedger()
    try scene.ledger.take(lines(1...9))
    let signed = try scene.ledger.signCheckpoint()
    let json = try #require(try proofs(scene.ledger, from: 7, limit: 1).first).json
    let changes: [(String, JSONValue)] = [
      ("seq", 6), ("seq", 8), ("seq", 0), ("seq", .integer(.max)), ("seq", .integer(.min)), ("seq", "7"), ("seq", nil),
      ("seq", .number(7.5)), ("root", .string(String(repeating: "0", count: 64))), ("root", nil), ("root", ""),
      ("root", .string(signed.checkpoint.root.description.uppercased())), ("root", json["leaf_hash"] ?? nil),
    ]
    for (name, value) in changes {
      let check = check(json.setting(name, to: value), keys: [signed.key])
      #expect(!check.isProven && check.reason?.contains(name) == true, "\(name) \(value.text())")
    }
    for twice in ["\"seq\":7,", "\"root\":null,", "\"key\":\"x\","] {
      let text = "{" + twice + json.text().dropFirst()
      #expect(!ProofFile.check(Array(text.utf8), keys: [signed.key]).contains { $0.isProven }, "\(twice)")
    }
  }

  @Test("that are none are answered in words, whatever they are")
  func malformed() throws {
    let scene = try TemporaryLedger()
    _ = try scene.ledger.signCheckpoint()
    let json = try #require(try proofs(scene.ledger, limit: 1).first).json
    for name in ["index", "tree_size", "leaf_hash", "path", "canonical_bytes", "checkpoint"] {
      for value in [nil, "", "x", -1, .number(1.5), [], [1], ["00"], ["a": 1], true] as [JSONValue] {
        let check = check(json.setting(name, to: value))
        #expect(!check.isProven || value == json[name], "\(name) \(value.text())")
        #expect(check.isProven || check.reason?.isEmpty == false)
      }
    }
    for text in [
      "", " ", "[]", "{}", "null", "[null]", "[[]]", "{", "nonsense", "\u{0}", "{}{}", "{}\n{", "1\n2\n",
      String(repeating: "[", count: 100_000),
    ] {
      let checks = ProofFile.check(Array(text.utf8), keys: [])
      #expect(!checks.isEmpty && !checks.contains { $0.isProven }, "\(text.prefix(20))")
      #expect(checks.allSatisfy { $0.reason?.isEmpty == false })
    }
    let bytes = Array(json.text().utf8)
    for cut in bytes.indices { #expect(!ProofFile.check(Array(bytes[..<cut]), keys: []).contains { $0.isProven }) }
    var state: UInt64 = 7
    for _ in 0..<3000 {
      var changed = bytes
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      changed[Int(state >> 33) % changed.count] = UInt8(truncatingIfNeeded: state >> 20)
      _ = ProofFile.check(changed, keys: [])
    }
  }

  @Test("need a checkpoint that covers the event, and say how to get one")
  func uncovered() throws {
    let scene = try TemporaryLedger()
    let none = #expect(throws: LedgerError.self) { try proofs(scene.ledger, limit: 1) }
    #expect(none?.description.contains("run 'iocledger checkpoint'") == true)
    let signed = try scene.ledger.signCheckpoint()
    let file = try CheckpointFile(path: signed.file)
    try scene.ledger.take(lines(1...3))
    #expect(try proofs(scene.ledger, from: 4, limit: 1).count == 1)
    let late = #expect(throws: LedgerError.self) { try proofs(scene.ledger, from: 5, limit: 1) }
    #expect(late?.description.contains("event 5 is not covered") == true)
    #expect(late?.description.contains("run 'iocledger checkpoint'") == true)
    let newer = try scene.ledger.signCheckpoint()
    #expect(try proofs(scene.ledger, from: 5, limit: 1).first?.inclusion.size == newer.checkpoint.size)
    #expect(try proofs(scene.ledger, from: 4, limit: 1, against: file).first?.inclusion.size == 4)
  }

  @Test("are not made against a checkpoint that this log does not extend")
  func foreignCheckpoints() throws {
    let scene = try TemporaryLedger()
    let signed = try scene.ledger.signCheckpoint()
    let other = try TemporaryLedger(now: "2026-11-25T12:00:00Z")
    let foreign = try CheckpointFile(path: try other.ledger.signCheckpoint().file)
    // The test's chance repeats itself, so that the two have one identity and one key, and other times.
    #expect(throws: EventLogError.self) { try proofs(scene.ledger, limit: 1, against: foreign) }
    let nonsense = CheckpointFile(name: "nonsense", bytes: Array("hello".utf8))
    let error = #expect(throws: LedgerError.self) { try proofs(scene.ledger, limit: 1, against: nonsense) }
    #expect(error?.description.contains("nonsense") == true)
    #expect(try proofs(scene.ledger, limit: 1, against: CheckpointFile(path: signed.file)).count == 1)
  }
}

extension JSONValue {
  fileprivate func setting(_ name: String, to value: JSONValue) -> JSONValue {
    guard case .object(var object) = self else { return self }
    object[name] = value
    return .object(object)
  }
}
