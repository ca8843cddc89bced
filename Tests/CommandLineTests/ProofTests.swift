import Foundation
import JSON
import Testing

@Suite("Checkpoints and proofs on the command line")
struct ProofTests {
  private func ingest(_ program: Program, _ range: ClosedRange<Int>) throws {
    let lines = range.map { "192.0.2.\($0)\n" }.joined()
    #expect(try program.run(["ingest", "-", "--format", "lines"], input: lines).status == 0)
  }

  @Test("a checkpoint goes to standard output, a file of choice and the ledger, word for word the same")
  func checkpoint() throws {
    try Program.withLedger { (program: Program) throws in
      let copy = program.folder.appending(path: "copy.checkpoint").path
      let outcome = try program.run("checkpoint", "--output-file", copy)
      #expect(outcome.status == 0)
      #expect(outcome.lines.count == 4 && outcome.lines[1] == "4")
      #expect(try String(contentsOfFile: copy, encoding: .utf8) == outcome.output)
      let json = try program.run("checkpoint", "--output", "json").json
      #expect(json["checkpoint"]?.string == outcome.output && json["created"] == false && json["events"] == 4)
      let kept = try #require(json["file"]?.string)
      #expect(kept.hasSuffix("/checkpoints/000000000004.checkpoint"))
      #expect(try String(contentsOfFile: kept, encoding: .utf8) == outcome.output)
      let key = try String(
        contentsOfFile: program.folder.appending(path: "ledger/keys/checkpoint.vkey").path, encoding: .utf8)
      #expect(json["key"]?.string.map { $0 + "\n" } == key)
      #expect(program.folderHasPrivateFiles)
      #expect(!outcome.output.contains("PRIVATE") && !outcome.errors.contains("PRIVATE"))
      #expect(try program.run("checkpoint", "--output-file", program.folder.path + "/no/where").status == 1)
    }
  }

  @Test("verify proves that the log extends a checkpoint that was kept elsewhere")
  func verifyCheckpoint() throws {
    try Program.withLedger { (program: Program) throws in
      let copy = program.folder.appending(path: "copy.checkpoint").path
      let key = try #require(
        try program.run("checkpoint", "--output", "json", "--output-file", copy).json["key"]?.string)
      try ingest(program, 1...9)
      for arguments in [[], ["--checkpoint", copy], ["--checkpoint", copy, "--key", key]] {
        let outcome = try program.run(["verify", "--output", "json"] + arguments)
        #expect(outcome.status == 0)
        #expect(try outcome.json["checkpoints"]?.array?.first?["status"] == "extended")
      }
      #expect(try program.run("verify", "--checkpoint", copy).output.contains("extended: \(copy), of 4 events"))
      #expect(try program.run("verify", "--checkpoint", copy + ".missing").status == 1)
      #expect(try program.run("verify", "--checkpoint", copy, "--key", "nonsense").status == 64)
    }
  }

  @Test("a log that was put back, rewritten, or is another one ends verify with 4 and a reason")
  func failures() throws {
    try Program.withLedger { (program: Program) throws in
      let ledger = program.folder.appending(path: "ledger")
      let copy = program.folder.appending(path: "copy.checkpoint").path
      try ingest(program, 1...3)
      try FileManager.default.copyItem(at: ledger, to: program.folder.appending(path: "earlier"))
      try ingest(program, 4...6)
      let key = try #require(
        try program.run("checkpoint", "--output", "json", "--output-file", copy).json["key"]?.string)
      try FileManager.default.removeItem(at: ledger)
      try FileManager.default.moveItem(at: program.folder.appending(path: "earlier"), to: ledger)

      #expect(try program.run("verify").status == 0)
      let cut = try program.run("verify", "--checkpoint", copy, "--key", key, "--output", "json")
      #expect(cut.status == 4)
      #expect(try cut.json["ok"] == false && cut.json["first_bad_seq"] == 8)
      #expect(try cut.json["checkpoints"]?.array?.first?["status"] == "truncated")

      try ingest(program, 101...110)
      let other = try program.run("verify", "--checkpoint", copy, "--key", key, "--output", "json")
      #expect(other.status == 4)
      #expect(try other.json["checkpoints"]?.array?.first?["status"] == "rewritten")

      let unknown = try program.run("verify", "--checkpoint", copy)
      #expect(unknown.status == 4 && unknown.output.contains("not signed by a key that is trusted"))
      let text = try String(contentsOfFile: copy, encoding: .utf8)
      let forged = try program.file("forged", text.replacing("\n10\n", with: "\n9\n"))
      let bad = try program.run("verify", "--checkpoint", forged, "--key", key)
      #expect(bad.status == 4 && bad.output.contains("is not that of the key"))
      let malformed = try program.run("verify", "--checkpoint", program.file("empty", ""), "--key", key)
      #expect(malformed.status == 4 && malformed.output.contains("no signed note"))

      try FileManager.default.removeItem(at: ledger)
      try program.run("init")
      let another = try program.run("verify", "--checkpoint", copy, "--key", key, "--output", "json")
      #expect(another.status == 4)
      #expect(try another.json["checkpoints"]?.array?.first?["status"] == "other_origin")
    }
  }

  @Test("a kept checkpoint that the log contradicts fails a plain verify, and nothing more is signed")
  func keptCheckpoint() throws {
    try Program.withLedger { (program: Program) throws in
      try ingest(program, 1...3)
      try program.run("checkpoint")
      let kept = program.folder.appending(path: "ledger/checkpoints/000000000007.checkpoint")
      let text = try String(contentsOf: kept, encoding: .utf8)
      try Data(text.replacing("\n7\n", with: "\n6\n").utf8).write(to: kept)
      let verify = try program.run("verify")
      #expect(verify.status == 4 && verify.output.contains("badly signed"))
      try ingest(program, 4...4)
      let refused = try program.run("checkpoint")
      #expect(refused.status == 4 && refused.output.isEmpty && refused.errors.contains("nothing was signed"))
    }
  }

  @Test("a proof of an event is checked without its ledger")
  func proof() throws {
    try Program.withLedger { (program: Program) throws in
      try ingest(program, 1...5)
      let none = try program.run("events", "--from", "6", "--limit", "1", "--proof")
      #expect(none.status == 1 && none.errors.contains("run 'iocledger checkpoint'"))
      let key = try #require(try program.run("checkpoint", "--output", "json").json["key"]?.string)
      let proof = try program.run("events", "--from", "6", "--limit", "1", "--proof")
      #expect(proof.status == 0 && proof.lines.count == 1)
      #expect(try proof.json["seq"] == 6 && proof.json["tree_size"] == 9)
      #expect(try program.run("events", "--proof", "--output", "json").json.array?.count == 9)
      let file = try program.file("proof.json", proof.output)
      try FileManager.default.removeItem(at: program.folder.appending(path: "ledger"))

      let checked = try program.run("verify", "--proof", file, "--key", key, "--output", "json")
      #expect(checked.status == 0)
      let result = try #require(try checked.json["proofs"]?.array?.first)
      #expect(result["signature"] == "verified" && result["event"]?["indicator"]?["value"] == "192.0.2.2")
      #expect(try checked.json["ok"] == true && checked.json["events"] == 9)
      let keyFile = try program.file("key", key + "\n")
      #expect(try program.run("verify", "--proof", file, "--key", keyFile).status == 0)
      let unkeyed = try program.run(["verify", "--proof", "-"], input: proof.output)
      #expect(unkeyed.status == 0 && unkeyed.output.contains("only against the key inside"))
      #expect(!FileManager.default.fileExists(atPath: program.folder.appending(path: "ledger").path))

      let changed = try program.file("changed", proof.output.replacing("\"index\":5", with: "\"index\":4"))
      let refused = try program.run("verify", "--proof", changed, "--output", "json")
      #expect(refused.status == 4)
      #expect(try refused.json["ok"] == false && refused.json["first_bad_seq"] == 6)
      for text in ["", "{}", "nonsense", "[1, 2", "\u{0}\u{1}"] {
        let outcome = try program.run("verify", "--proof", program.file("bad", text))
        #expect(outcome.status == 4 && outcome.output.contains("not proven"))
      }
      #expect(try program.run("verify", "--proof", program.folder.path).status == 1)
      #expect(try program.run("verify", "--proof", program.folder.path + "/missing").status == 1)
    }
  }

  @Test("options that contradict each other are refused as usage")
  func usage() throws {
    let program = try Program()
    defer { program.remove() }
    for arguments in [
      ["verify", "--proof", "a", "--checkpoint", "b"], ["verify", "--proof", "a", "--ledger", "b"],
      ["events", "--checkpoint", "a"], ["events", "--proof", "--payload"], ["events", "--proof", "--follow"],
      ["events", "--proof", "--output", "csv"],
    ] { #expect(try program.run(arguments).status == 64, "\(arguments)") }
  }
}
