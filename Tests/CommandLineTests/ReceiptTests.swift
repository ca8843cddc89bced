import Foundation
import JSON
import Testing

@Suite("The receipt of an intake")
struct ReceiptTests {
  @Test("lists saved under each day's name are one source, and the second day says since when it is known")
  func days() throws {
    try Program.withLedger { program in
      let first = try program.file("mail-hosts-2026-11-23.txt", "192.0.2.1\n")
      let second = try program.file("mail-hosts-2026-11-24.txt", "192.0.2.1\n192.0.2.2\n")
      let new = try program.run("ingest", first)
      #expect(new.errors.contains("source mail-hosts, new; batch 0"))
      #expect(new.output == "1 read: 1 new, 0 known; 1 event recorded\n")
      let receipt = try program.run("ingest", second, "--output", "json").json
      #expect(receipt["source"] == "mail-hosts" && receipt["source_known_since"]?.string != nil)
      #expect(receipt["warnings"] == [] && receipt["dry_run"] == false)
      #expect(receipt["new"] == 1 && receipt["known"] == 1)
      let shown = try program.run("show", "192.0.2.1", "--output", "json").json
      #expect(shown["sources"]?.array?.count == 1)
    }
  }

  @Test("all that a run recorded bears its batch's id, over several files")
  func batch() throws {
    try Program.withLedger { program in
      let files = try ["a", "b"].map { try program.file("\($0).txt", "\($0).example\n") }
      let receipt = try program.run(["ingest"] + files + ["--output", "json"]).json
      let batch = try #require(receipt["batch"]?.string)
      #expect(receipt["sources"]?.array?.compactMap { $0["source"]?.string } == ["a", "b"])
      #expect(receipt["source"] == .null)
      let events = try program.run("events", "--type", "indicator.ingested", "--output", "json").json.array ?? []
      #expect(events.count == 2 && events.allSatisfy { $0["correlation_id"]?.string == batch })
    }
  }

  @Test("every line has a fate, in NDJSON between the acknowledgements, and together they are what was read")
  func fates() throws {
    try Program.withLedger { program in
      let lines = (0..<2500).map { $0 % 10 == 0 ? "# \($0)" : "10.0.\($0 / 250).\($0 % 250)" }
      let feed = try program.file("feed.txt", lines.joined(separator: "\n"))
      let outcome = try program.run("ingest", feed, "--format", "lines", "--output", "ndjson", "--fates")
      let values = try outcome.lines.map { try JSONValue(parsing: $0) }
      let units = values.compactMap { $0["unit"] }
      #expect(units.map { $0["line"]?.integer } == (1...2500).map { Int64($0) })
      #expect(units.count { $0["fate"] == "skipped" && $0["reason"] == "comment" } == 250)
      let receipt = try #require(values.last)
      #expect(receipt["read"] == 2500 && receipt["new"] == 2250 && receipt["skipped"] == 250)
      #expect(receipt["fates"]?.array?.count == 1000)
      let acknowledged = values.firstIndex { $0["committed"] != nil }
      #expect(try #require(acknowledged) < values.count - 2)
      #expect(try program.run("ingest", feed, "--fates").status == 64)
    }
  }

  @Test("what a text merely cites is set aside with its reason, until all is wanted; or only what is defanged is")
  func citations() throws {
    try Program.withLedger { program in
      let text =
        "# Reference: https://news.lab.example/a\nIt asked 8.8.8.8 and 127.0.0.1, then kit[.]example and kit.test.\n"
      let report = try program.file("report.txt", text)
      func receipt(_ options: String...) throws -> JSONValue {
        try program.run(["ingest", report, "--dry-run", "--output", "json"] + options).json
      }
      let careful = try receipt()
      #expect(careful["read"] == 5 && careful["new"] == 2 && careful["set_aside_total"] == 3)
      #expect(
        careful["set_aside"]?.array?.compactMap { $0["value"]?.string } == [
          "https://news.lab.example/a", "8.8.8.8", "127.0.0.1",
        ])
      #expect(careful["set_aside"]?.array?.allSatisfy { $0["reason"]?.string?.isEmpty == false } == true)
      #expect(try receipt("--only-defanged")["new"] == 1)
      #expect(try receipt("--take-all")["new"] == 5)
      #expect(try program.run("ingest", report, "--take-all", "--only-defanged").status == 64)
    }
  }

  @Test("a dry run foretells the receipt and leaves every byte of the ledger as it is, also where none may be written")
  func dryRun() throws {
    try Program.withLedger { program in
      let known = try program.file("known.txt", "192.0.2.1\nevil.example\n")
      try program.run("ingest", known, "--source", "feed")
      let feed = try program.file("feed.csv", "indicator,confidence\n192.0.2.1,40\n192.0.2.9,50\n192.0.2.9,50\n!!,1\n")
      let before = try program.ledgerBytes()
      let foretold = try program.run("ingest", feed, "--dry-run", "--output", "json").json
      #expect(try program.ledgerBytes() == before)
      #expect(foretold["dry_run"] == true && foretold["batch"] == .null)
      let table = try program.run("ingest", feed, "--dry-run")
      #expect(table.output.contains("would be recorded") && table.errors.contains("a dry run: nothing is recorded"))
      #expect(try program.ledgerBytes() == before)
      #expect(try program.run("ingest", feed, "--dry-run", "--enrich").status == 64)

      let real = try program.run("ingest", feed, "--output", "json").json
      for name in ["read", "new", "known", "events", "skipped", "rejected", "set_aside", "source", "skipped_by"] {
        #expect(foretold[name] == real[name], "\(name)")
      }
    }
  }

  @Test("a name that is a connector's is changed, and one that differs by digits alone is warned about")
  func names() throws {
    try Program.withLedger { program in
      let renamed = try program.run("ingest", "-", "--source", "virustotal", input: "192.0.2.1\n")
      #expect(renamed.errors.contains("source virustotal-feed, new"))
      #expect(renamed.errors.contains("'virustotal' is a connector's name"))
      let sighted = try program.run("sight", "192.0.2.1", "--source", "shodan")
      #expect(sighted.status == 0 && sighted.errors.contains("'shodan-feed'"))
      try program.run("ingest", "-", "--source", "wave7", input: "192.0.2.1\n")
      let receipt = try program.run("ingest", "-", "--source", "wave8", "--output", "json", input: "192.0.2.1\n").json
      #expect(receipt["warnings"]?.array?.first?.string?.contains("'wave7'") == true)
      let shown = try program.run("show", "192.0.2.1", "--output", "json").json
      #expect(
        shown["sources"]?.array?.compactMap { $0["source"]?.string }.sorted() == ["virustotal-feed", "wave7", "wave8"])
    }
  }
}

extension Program {
  /// Every file of the ledger with its bytes, but for what SQLite shares between processes.
  fileprivate func ledgerBytes() throws -> [String: Data] {
    let root = folder.appending(path: "ledger")
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: root.path) where !name.hasSuffix("-shm") {
      files[name] = FileManager.default.contents(atPath: root.appending(path: name).path)
    }
    return files
  }
}
