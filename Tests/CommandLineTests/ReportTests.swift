import Foundation
import JSON
import Testing

/// The interpreter, where the machine has one.
private let python = ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"].first {
  FileManager.default.isExecutableFile(atPath: $0)
}

@Suite("Reports, drawings and the command reference")
struct ReportTests {
  @Test("an audit is one page without scripts, the same bytes every time, in the form of the file's name")
  func audit() throws {
    try Program.withLedger { (program: Program) throws in
      try program.run("ingest", "-", "--format", "lines", input: "192.0.2.1\n")
      try program.run("note", "192.0.2.1", "<script>alert(1)</script> | `x`")
      let arguments = ["report", "audit", "192.0.2.1", "--as-at", "7", "--as-of", "2030-01-01"]
      let unproved = try program.run(arguments)
      #expect(unproved.status == 0 && unproved.errors.contains("iocledger checkpoint"))
      #expect(unproved.output.contains("none of them is proved here"))
      try program.run("checkpoint")
      let html = try program.run(arguments)
      #expect(html.status == 0 && html.errors.isEmpty)
      #expect(html.output.hasPrefix("<!DOCTYPE html>") && html.output.hasSuffix("</html>\n"))
      #expect(!html.output.contains("<script") && html.output.contains("&lt;script&gt;"))
      #expect(html.output.contains("ID.RA-02") && html.output.contains("combine: noisy-or"))
      #expect(try program.run(arguments).output == html.output)
      let file = program.folder.appending(path: "audit.md").path
      #expect(try program.run(arguments + ["--output-file", file]).status == 0)
      let markdown = try String(contentsOfFile: file, encoding: .utf8)
      #expect(markdown.hasPrefix("# Audit of `192.0.2.1`\n") && markdown.contains("\\<script\\>"))
      #expect(try program.run(arguments + ["--format", "markdown"]).output == markdown)
      #expect(try program.run("report", "audit", "192.0.2.99").status == 3)
    }
  }

  @Test("history draws an SVG")
  func drawing() throws {
    try Program.withLedger { (program: Program) throws in
      try program.run("ingest", "-", "--format", "lines", input: "192.0.2.1\n")
      let arguments = ["history", "192.0.2.1", "--as-of", "2030-01-01", "--output", "svg"]
      let svg = try program.run(arguments)
      #expect(svg.status == 0 && svg.output.hasPrefix("<svg ") && svg.output.hasSuffix("</svg>\n"))
      #expect(svg.output.contains("indicator.ingested by stdin") && svg.output.contains("2030-01-01"))
      #expect(try program.run(arguments).output == svg.output)
    }
  }

  @Test("the command reference is what the help says", .enabled(if: python != nil))
  func reference() throws {
    let root = URL(filePath: #filePath).appending(path: "../../..").standardized
    let program = try Program()
    defer { program.remove() }
    let process = Process()
    process.executableURL = URL(filePath: try #require(python))
    process.arguments = ["-I", root.appending(path: "Scripts/command-reference").path, "--print"]
    process.environment = ["IOCLEDGER_BINARY": try #require(program.process([]).executableURL).path, "LANG": "C.UTF-8"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let page = root.appending(path: "Sources/iocledger/iocledger.docc/CommandReference.md")
    #expect(process.terminationStatus == 0 && data.count > 10_000)
    #expect(try Data(contentsOf: page) == data, "the command reference is stale; 'Scripts/command-reference' renews it")
  }
}
