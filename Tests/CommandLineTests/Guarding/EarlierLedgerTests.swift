import Foundation
import JSON
import Testing

/// A ledger that the version of 2026-12-01 made, with something of all that it could record, as its `backup` wrote it.
@Suite("A ledger of an earlier version")
struct EarlierLedgerTests {
  private static let root = "7f88a1d148caf9e10aa88ec11c423ca49e74f4b465177a963961cb31025582b8"

  private func withEarlierLedger(_ body: (Program) throws -> Void) throws {
    let program = try Program()
    defer { program.remove() }
    let archive = URL(filePath: #filePath).appending(path: "../../Fixtures/ledger-2026-12-01.tar.gz").standardized.path
    let tar = Process()
    tar.executableURL = URL(filePath: "/usr/bin/env")
    tar.arguments = ["tar", "xzf", archive]
    tar.currentDirectoryURL = program.folder
    try tar.run()
    tar.waitUntilExit()
    #expect(tar.terminationStatus == 0)
    try body(program)
  }

  @Test("opens and verifies, with its root and its checkpoints")
  func verifies() throws {
    try withEarlierLedger { (program: Program) throws in
      let verified = try program.run("verify", "--output", "json")
      #expect(verified.status == 0, "\(verified.errors)")
      let json = try verified.json
      #expect(json["root"]?.string == Self.root && json["head"] == 40 && json["erased_payloads"] == 1)
      #expect(json["anchored"]?.array?.compactMap { $0["to"]?.integer } == [16, 39])
      #expect(json["unanchored"]?["from"] == 40)
      // Once more after it was written to.
      #expect(try program.run("label", "panel.example", "seen").status == 0)
      #expect(try program.run("verify").status == 0)
    }
  }

  @Test("answers, replays, and is exported byte for byte as it was")
  func answers() throws {
    try withEarlierLedger { (program: Program) throws in
      let shown = try program.run("show", "198.51.100.23", "--as-of", "2026-12-01T12:00:00Z", "--output", "json")
      #expect(shown.status == 0, "\(shown.errors)")
      let sources = try shown.json["sources"]?.array?.compactMap { $0["source"]?.string } ?? []
      #expect(Set(["abuseipdb", "botnet.csv", "greynoise", "shodan", "virustotal"]).isSubset(of: sources))
      #expect(try shown.json["score"]?["verdict"] == "malicious")
      let judged = try program.run("show", "192.0.2.77", "--as-of", "2026-12-01T12:00:00Z", "--output", "json").json
      #expect(judged["score"]?["verdict"] == "benign")
      let marked = try program.run("show", "panel.example", "--output", "json").json
      #expect(marked["indicator"]?["tlp"] == "amber")
      for command in [
        ["replay", "--rules", "opencti"], ["replay", "--rules", "misp-nids"], ["history", "198.51.100.23"], ["rebuild"],
        ["explain", "198.51.100.23"], ["report", "audit", "panel.example"], ["related", "panel.example"], ["list"],
      ] {
        let outcome = try program.run(command)
        #expect(outcome.status == 0, "\(command): \(outcome.errors)")
      }
      let file = try program.file("events.ndjson", try program.run("export", "events").output)
      let copy = program.folder.appending(path: "copy").path
      let imported = try program.run("import", "events", file, "--ledger", copy, "--output", "json")
      #expect(try imported.json["root"]?.string == Self.root)
      let sum = Process()
      sum.executableURL = URL(filePath: "/usr/bin/env")
      sum.arguments = ["sha256sum", file]
      let output = Pipe()
      sum.standardOutput = output
      try sum.run()
      let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
      sum.waitUntilExit()
      #expect(text.hasPrefix("9d1dc5e3882448f64e3a231f837cce97d23d07215d33fbbbc2ec1d11c92ad0b8"))
    }
  }
}
