import Foundation
import JSON
import Testing

@Suite("The JSON contract and the exit codes")
struct ContractTests {
  @Test("init says what it made, and on an existing ledger says so and exits 0")
  func initialize() throws {
    try Program.withLedger { (program: Program) throws in
      let again = try program.run("init")
      #expect(again.status == 0)
      #expect(program.folderHasPrivateFiles)
    }
  }

  @Test("an empty answer is [] in JSON, a header in CSV, and nothing in table and NDJSON")
  func empty() throws {
    try Program.withLedger { (program: Program) throws in
      #expect(try program.run("list", "--output", "json").json == [])
      #expect(try program.run("list", "--output", "table").output == "")
      #expect(try program.run("list", "--output", "ndjson").output == "")
      #expect(try program.run("list", "--output", "csv").lines.count == 1)
    }
  }

  @Test("every question answers in the promised shape")
  func shapes() throws {
    try Program.withLedger { (program: Program) throws in
      let feed = try program.file(
        "feed.csv", "indicator,confidence,labels\n203.0.113.7,90,c2\nevil.example,40,\n!!,1,\n")
      let ingest = try program.run("ingest", feed, "--output", "json").json
      #expect(ingest.names.starts(with: ["read", "new", "known", "events", "skipped", "rejected", "rejected_total"]))
      #expect(ingest["read"] == 4 && ingest["new"] == 2 && ingest["rejected_total"] == 1)
      #expect(ingest["skipped_by"] == ["header": 1] && ingest["set_aside_total"] == 0)
      #expect(ingest["fates"]?.array?.last?.names == ["file", "line", "kind", "value", "fate", "reason", "seq"])
      #expect(ingest["rejected"]?.array?.first?.names.starts(with: ["file", "line", "text", "reason"]) == true)

      let show = try program.run("show", "203[.]0[.]113[.]7", "--output", "json").json
      #expect(show.names.starts(with: ["indicator", "score", "sources", "relationships"]))
      #expect(show["indicator"]?["kind"] == "ipv4" && show["indicator"]?["value"] == "203.0.113.7")
      #expect(show["score"]?.names.starts(with: ["value", "verdict", "as_of", "as_at", "scorecard"]) == true)
      #expect(show["sources"]?.array?.first?["signals"]?["feed.confidence"] == 90)

      // As of the same moment: what is asked for later has decayed further.
      let moment = try #require(show["score"]?["as_of"]?.string)
      let row = try #require(try program.run("list", "--as-of", moment, "--output", "json").json.array?.first)
      #expect(
        row.names.starts(with: ["kind", "value", "score", "verdict", "labels", "sources", "first_seen", "last_seen"]))
      #expect(row["score"] == show["score"]?["value"])

      let explain = try program.run("explain", "203.0.113.7", "--output", "json").json
      let points = (explain["contributions"]?.array ?? []).compactMap { $0["points"]?.double }
      #expect(((points.reduce(0, +) * 100).rounded() / 100) == explain["score"]?.double)

      let point = try #require(try program.run("history", "203.0.113.7", "--output", "json").json.array?.first)
      #expect(point.names.starts(with: ["at", "seq", "cause", "source", "score", "verdict", "scorecard"]))

      let event = try #require(try program.run("events", "203.0.113.7", "--output", "json").json.array?.first)
      for name in ["seq", "event_id", "type", "indicator", "source", "actor", "observed_at", "leaf_hash"] {
        #expect(event[name] != nil, "\(name)")
      }

      let replay = try program.run("replay", "--rules", "opencti", "--output", "json").json
      #expect(
        replay.names.starts(
          with: ["scorecard", "as_of", "indicators", "changed", "verdicts", "moves", "events", "seconds"]))
      #expect(replay["indicators"] == 2)

      let verify = try program.run("verify", "--output", "json").json
      #expect(verify.names.starts(with: ["ok", "events", "root", "first_bad_seq", "reason"]))
      #expect(verify["ok"] == true)

      let rows = try program.run("sql", "SELECT value FROM indicator ORDER BY value", "--output", "json").json
      #expect(rows.array?.count == 2)
    }
  }

  @Test("unknown indicators end with 3, wrong usage with 64, and nothing readable with 1")
  func exitCodes() throws {
    try Program.withLedger { (program: Program) throws in
      #expect(try program.run("show", "192.0.2.1").status == 3)
      #expect(try program.run("show").status == 64)
      #expect(try program.run("show", "not an indicator").status == 64)
      #expect(try program.run("list", "--output", "yaml").status == 64)
      #expect(try program.run("replay", "--rules", "nowhere.yml").status == 1)
      let image = try program.file("picture.pdf", "%PDF-1.7 \u{1}")
      #expect(try program.run("ingest", image).status == 1)
      #expect(try program.run("ingest", program.folder.path + "/missing.txt").status != 0)
      #expect(try program.run("sql", "DELETE FROM indicator").status != 0)
    }
  }

  @Test("an edit of the log ends verify with 4, and the JSON names the event")
  func tampered() throws {
    try Program.withLedger { (program: Program) throws in
      try program.run("ingest", "-", "--format", "lines", input: "192.0.2.1\n192.0.2.2\n192.0.2.3\n")
      try program.editLog(
        "DROP TRIGGER event_update; UPDATE event SET observed_at = observed_at + 1 WHERE seq = 6;")
      let outcome = try program.run("verify", "--output", "json")
      #expect(outcome.status == 4)
      #expect(try outcome.json["ok"] == false)
      #expect(try outcome.json["reason"]?.string?.isEmpty == false)
    }
  }

  @Test("a damaged file ends verify with 4 and still gives its JSON")
  func damaged() throws {
    try Program.withLedger { (program: Program) throws in
      try program.run("ingest", "-", "--format", "lines", input: "192.0.2.1\n")
      try program.overwriteLog(at: 0, with: Array(repeating: 0x41, count: 2048))
      let outcome = try program.run("verify", "--output", "json")
      #expect(outcome.status == 4)
      #expect(try outcome.json["ok"] == false)
      #expect(try program.run("list").status != 0)
    }
  }

  @Test("terminal escapes and formulas in what a feed says reach neither a terminal nor a spreadsheet")
  func hostileText() throws {
    try Program.withLedger { (program: Program) throws in
      let feed = try program.file("feed.csv", "indicator,labels\n192.0.2.9,\"=cmd()|x;\u{1B}[31mred\"\n")
      try program.run("ingest", feed)
      for format in ["table", "json", "ndjson", "csv"] {
        let output = try program.run("list", "--output", format).output
        #expect(!output.utf8.contains(0x1B), "\(format)")
      }
      #expect(try !program.run("list", "--output", "csv").output.contains(",=cmd"))
    }
  }

  @Test("output into a pipe holds no escape sequences, and NO_COLOR is honoured")
  func plainPipes() throws {
    try Program.withLedger { (program: Program) throws in
      try program.run("ingest", "-", "--format", "lines", input: "192.0.2.1\n")
      for arguments in [["list"], ["show", "192.0.2.1"], ["history", "192.0.2.1"], ["stats"], ["--help"]] {
        #expect(try !program.run(arguments).output.utf8.contains(0x1B))
      }
    }
  }

  @Test("every command has help with an example")
  func help() throws {
    let program = try Program()
    defer { program.remove() }
    for command in [
      "init", "ingest", "enrich", "show", "list", "history", "explain", "related", "events", "replay", "judge", "note",
      "label", "sight", "tlp", "retract", "verify", "checkpoint", "rebuild", "stats", "sql",
    ] {
      let help = try program.run(command, "--help")
      #expect(help.status == 0)
      #expect(help.output.contains("iocledger \(command)"), "\(command)")
    }
  }
}

extension JSONValue {
  /// The names of an object's members in their order.
  fileprivate var names: [String] { object?.members.map(\.name) ?? [] }
}
