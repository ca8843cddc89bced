import Foundation
import JSON
import Testing

@Suite("Extremes of what can be written on a command line")
struct ExtremeArgumentTests {
  static let numbers = [
    "0", "-1", "1", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "4294967296", "1e9", "",
    "18446744073709551615", "٣", "0x10", " 1",
  ]
  static let times = [
    "0001-01-01", "0000-01-01", "0000-00-00", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59-23:59", "10000-01-01",
    "-9999-01-01", "+10000-01-01", "0001-01-01T00:00:00+23:59", "9223372036854775807", "-9223372036854775808", "0",
    "-1",
    "9223372036854775807d", "366000d", "365000d", "999999999999999999999y", "in 1000y", "1000y ago", "+1000y", "-5d",
    "0s",
    "1d1d", "now", "", "2026-02-30", "2026-06-30T23:59:60Z",
  ]
  static let lengths = [
    "0", "-1", "9223372036854775807", "1e400", "100", "100.00", "100.01", "00000000000.5", ".", "5.",
  ]

  /// Each option that takes a number, a time or a length, in a command that takes it; `X` is where the value goes.
  static let options: [(command: [String], values: [String])] =
    [
      ["list", "--limit", "X"], ["events", "--from", "X"], ["events", "--limit", "X"],
      ["events", "evil.example", "--from", "X"], ["events", "--from", "X", "--limit", "9223372036854775807"],
      ["events", "--from", "X", "--proof"], ["related", "evil.example", "--depth", "X"],
      ["related", "evil.example", "--limit", "X"], ["replay", "--rules", "opencti", "--limit", "X"],
      ["enrich", "--dry-run", "--limit", "X"], ["sight", "evil.example", "--count", "X"],
      ["retract", "X", "--reason", "x"], ["erase", "X", "--dry-run"],
      ["import", "events", "/dev/null", "--max-line", "X"],
      ["show", "evil.example", "--as-at", "X"], ["list", "--as-at", "X"], ["stats", "--as-at", "X"],
      ["sql", "SELECT X"], ["show", "X"], ["rules", "show", "X"],
    ].map { ($0, numbers) }
    + [
      ["list", "--since", "X"], ["list", "--as-of", "X"], ["list", "--as-at", "X"],
      ["list", "--as-of", "X", "--since", "X"], ["show", "evil.example", "--as-of", "X"],
      ["show", "evil.example", "--as-at", "X", "--as-of", "X"], ["explain", "evil.example", "--as-of", "X"],
      ["history", "evil.example", "--as-of", "X"], ["history", "evil.example", "--as-of", "X", "--output", "svg"],
      ["history", "evil.example", "--as-at", "X"], ["stats", "--as-of", "X"], ["events", "--as-of", "X"],
      ["related", "evil.example", "--as-of", "X"], ["replay", "--rules", "opencti", "--as-of", "X"],
      ["report", "audit", "evil.example", "--as-of", "X"], ["report", "audit", "evil.example", "--as-at", "X"],
      ["sight", "evil.example", "--at", "X"],
      ["judge", "evil.example", "malicious", "--reason", "x", "--expires", "X"],
    ].map { ($0, times) }
    + [
      ["list", "--min-score", "X"], ["list", "--max-score", "X"],
      ["judge", "evil.example", "malicious", "--reason", "x", "--score", "X"],
    ].map { ($0, lengths) }

  @Test(
    "no number, time or length on any command line ends a command otherwise than with an answer or an error in words")
  func everyOption() throws {
    try Program.withLedger { (program: Program) throws in
      try program.run(
        "ingest", "-", "--format", "csv", "--source", "old",
        input: """
          domain,first_seen
          evil.example,0001-01-01T00:00:00Z
          evil.example,9999-12-31T23:59:59Z
          other.example,2026-11-01T00:00:00Z

          """)
      try program.run("checkpoint")
      for (command, values) in Self.options {
        for value in values {
          let arguments = command.map { $0 == "X" ? value : $0.replacing("SELECT X", with: "SELECT \(value)") }
          let outcome = try program.run(arguments)
          #expect(!outcome.hasCrashed, "\(arguments): \(outcome.errors)")
          #expect([0, 1, 2, 3, 64, 75].contains(outcome.status), "\(arguments): \(outcome.status)")
          #expect(outcome.status == 0 || !outcome.errors.isEmpty, "\(arguments)")
        }
      }
      #expect(try program.run("verify").status == 0)
      // What was recorded on the way is read by everything.
      for command in [
        ["list"], ["history", "evil.example"], ["explain", "evil.example"], ["stats"], ["rebuild"], ["events"],
        ["report", "audit", "evil.example"], ["replay", "--rules", "misp-nids"], ["show", "evil.example"],
        ["export", "events"], ["sql", "SELECT * FROM indicator"], ["history", "evil.example", "--output", "svg"],
      ] {
        let outcome = try program.run(command)
        #expect(outcome.status == 0, "\(command): \(outcome.errors)")
      }
    }
  }

  @Test("nor does any name of a file")
  func fileNames() throws {
    try Program.withLedger { (program: Program) throws in
      let odd = [
        "", "-", "--", "-x", ".", "..", "/", "/dev/null", "/dev/zero/x", "\n", "a\nb.txt", "\t", "é.txt",
        "e\u{301}.txt",
        "\u{202E}gpj.txt", String(repeating: "n", count: 255), String(repeating: "n", count: 256),
        String(repeating: "d/", count: 3000), "9223372036854775807", "2026-11-24", "().txt",
        "(9223372036854775808).txt",
        "feed-99999999999999999999999999.txt", "%s%n", "\u{1F980}", "CON", "~",
      ]
      for name in odd {
        let path = name.contains("/") || name.count < 3 ? name : program.folder.appending(path: name).path
        if path.hasPrefix(program.folder.path) { try? Data("evil.example\n".utf8).write(to: URL(filePath: path)) }
        for command in [
          ["ingest", path], ["ingest", "--format", "lines", path], ["verify", "--checkpoint", path],
          ["verify", "--proof", path], ["verify", "--key", path], ["rules", "check", path],
          ["replay", "--rules", path],
          ["import", "events", path, "--ledger", program.folder.appending(path: "i").path],
          ["restore", path, "--ledger", program.folder.appending(path: "r").path], ["rules", "diff", path, path],
          ["events", "--proof", "--checkpoint", path], ["list", "--ledger", path],
        ] where !(command[0] == "list" && path.isEmpty) {
          let outcome = try program.run(command)
          #expect(!outcome.hasCrashed, "\(command): \(outcome.errors)")
          #expect([0, 1, 3, 4, 64, 75].contains(outcome.status), "\(command): \(outcome.status)")
        }
      }
      #expect(try program.run("verify").status == 0)
    }
  }

  @Test("a name that is not UTF-8 is refused, and no other file is taken for it")
  func notText() throws {
    try Program.withLedger { (program: Program) throws in
      let shell = Process()
      shell.executableURL = URL(filePath: "/bin/bash")
      let binary = try #require(program.process([]).executableURL?.path)
      shell.arguments = [
        "-c",
        """
        name=$'out-\\xff'
        "\(binary)" backup "$name"; first=$?
        IOCLEDGER_DIR=$'\\xfe' "\(binary)" init; second=$?
        echo $first $second; ls | grep -c out-
        """,
      ]
      shell.currentDirectoryURL = program.folder
      shell.environment = program.process([]).environment
      let output = Pipe()
      shell.standardOutput = output
      shell.standardError = FileHandle.nullDevice
      try shell.run()
      let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
      shell.waitUntilExit()
      #expect(text.split(separator: "\n") == ["64 64", "0"])
    }
  }
}
