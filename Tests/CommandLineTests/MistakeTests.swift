import Foundation
import JSON
import Testing

@Suite("What is said when something is not as expected")
struct MistakeTests {
  @Test("a mistyped command is told, with the one that is meant")
  func command() throws {
    let program = try Program()
    defer { program.remove() }
    let mistyped = try program.run("shwo", "192.0.2.1")
    #expect(mistyped.status == 64 && mistyped.output.isEmpty)
    #expect(mistyped.errors.contains("'shwo'") && mistyped.errors.contains("'iocledger show'"))
    #expect(try program.run("nothing-like-it").errors.contains("--help"))
    #expect(try program.run("--version").status == 0)
    #expect(try program.run().status == 0)
  }

  @Test("a URL that is not known, but whose host is, points to the host")
  func host() throws {
    try Program.withLedger { program in
      try program.run("ingest", "-", "--format", "lines", input: "evil.example\n")
      let answer = try program.run("show", "hxxps://evil[.]example/login")
      #expect(answer.status == 3)
      #expect(answer.errors.contains("'iocledger show evil.example'"))
      #expect(try program.run("show", "other.example").errors.contains("ingest"))
    }
  }

  @Test("a ledger whose log is gone ends with 4, and init does not make an empty one in its place")
  func lostLog() throws {
    try Program.withLedger { program in
      try program.run("ingest", "-", "--format", "lines", input: "evil.example\n")
      for name in ["log.db", "log.db-wal", "log.db-shm"] {
        try FileManager.default.removeItem(at: program.folder.appending(path: "ledger/\(name)"))
      }
      for arguments in [["list"], ["init"], ["verify"], ["ingest", "-"], ["note", "evil.example", "x"]] {
        let outcome = try program.run(arguments)
        #expect(outcome.status == 4, "\(arguments)")
        #expect((outcome.output + outcome.errors).contains("restore a backup"), "\(arguments)")
      }
    }
  }

  @Test("what several files hold is new once, in any order")
  func severalFiles() throws {
    try Program.withLedger { program in
      let first = try program.file("a.txt", "192.0.2.1\n192.0.2.2\n")
      let second = try program.file("b.txt", "192.0.2.2\n192.0.2.3\n")
      let report = try program.run("ingest", first, second, first, "--output", "json").json
      #expect(report["read"] == 6 && report["new"] == 3 && report["known"] == 3)
      #expect(report["events"] == 4)
    }
  }

  @Test("lookups that are left for later are a notice, and end with 75")
  func deferred() throws {
    var program = try Program()
    defer { program.remove() }
    let simulator = try Simulator(program)
    defer { simulator.stop() }
    for name in ["VIRUSTOTAL_TOKEN", "VIRUSTOTAL_BASE_URL"] { program.environment[name] = simulator.environment[name] }
    #expect(try program.run("init").status == 0)
    try program.run("ingest", "-", "--format", "lines", input: (1...6).map { "198.51.100.\($0)\n" }.joined())
    let outcome = try program.run("enrich", "--output", "json")
    #expect(outcome.status == 75)
    #expect(try outcome.json["deferred"] == 2)
    #expect(
      outcome.errors.contains("2 lookups are deferred; the first is due at 2") && !outcome.errors.contains("error"))
  }

  @Test("a date that could be read two ways is told with its line, and its row is taken in")
  func ambiguousDate() throws {
    try Program.withLedger { program in
      let feed = try program.file("feed.csv", "ip,first_seen\n192.0.2.1,03/04/2026\n192.0.2.2,04/05/2026\n")
      let taken = try program.run("ingest", feed)
      #expect(taken.status == 0 && taken.output.contains("2 new"))
      #expect(taken.errors.contains("feed.csv:2: day and month could be either in column 2; write 2026-04-03"))
      #expect(taken.errors.components(separatedBy: "could be either").count == 2)
      let again = try program.run("ingest", feed, "--output", "json").json
      #expect(again["rejected_total"] == 0 && again["ignored"]?.array?.count == 1)
    }
  }

  @Test("before the ledger was made nothing is listed, which is an answer")
  func beforeTheBeginning() throws {
    try Program.withLedger { program in
      for format in ["csv", "json"] {
        let listed = try program.run("list", "--as-at", "2020-01-01", "--output", format)
        #expect(listed.status == 0 && listed.lines.count == 1 && listed.errors.isEmpty)
      }
    }
  }

  @Test("no example in the help is broken across lines in 80 columns")
  func examples() throws {
    let program = try Program()
    defer { program.remove() }
    let commands = try program.run("--help").lines.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }.filter { !$0.hasPrefix("-") && $0 != "See" }
    #expect(commands.count > 20)
    for command in commands where command != "iocledger" {
      let help = try program.run("help", command).lines
      let start = try #require(help.firstIndex { $0.hasPrefix("USAGE") })
      for line in help[..<start] where line.hasPrefix("  iocledger") { #expect(line.count < 80, "\(line)") }
      let examples = help[..<start].drop { !$0.hasPrefix("Example") }.dropFirst()
      #expect(examples.allSatisfy { $0.hasPrefix("  ") || $0.isEmpty }, "\(command)")
    }
  }
}
