import Foundation
import JSON
import Testing

/// The interpreter, where the machine has one.
private let python = ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"].first {
  FileManager.default.isExecutableFile(atPath: $0)
}

/// `Scripts/verify_log.py`, which was written from the log-format article alone, as a second opinion.
@Suite("The verifier in Python", .enabled(if: python != nil))
struct PythonVerifierTests {
  private func verify(_ program: Program, _ arguments: String...) throws -> (status: Int32, output: String) {
    let script = URL(filePath: #filePath).appending(path: "../../../Scripts/verify_log.py").standardized.path
    let process = Process()
    process.executableURL = URL(filePath: try #require(python))
    process.arguments = ["-I", script, program.folder.appending(path: "ledger").path] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  @Test("finds the same root, and the same of a signed checkpoint")
  func agrees() throws {
    try Program.withLedger { (program: Program) throws in
      try program.run("ingest", "-", "--format", "lines", input: "192.0.2.1\nevil.example\n")
      let copy = program.folder.appending(path: "copy").path
      let signed = try program.run("checkpoint", "--output", "json", "--output-file", copy).json
      let key = try #require(signed["key"]?.string)
      try program.run("ingest", "-", "--format", "lines", input: "192.0.2.2\nworse.example\n")
      let root = try #require(try program.run("verify", "--output", "json").json["root"]?.string)

      #expect(try verify(program, "--root", root).status == 0)
      let extended = try verify(program, "--checkpoint", copy)
      #expect(extended.status == 0 && extended.output.contains(root))
      #expect(extended.output.contains("extends the checkpoint of 6 events"))
      #expect(try verify(program, "--checkpoint", copy, "--key", key).status == 0)

      let text = try String(contentsOfFile: copy, encoding: .utf8)
      let forged = try program.file("forged", text.replacing("\n6\n", with: "\n5\n"))
      #expect(try verify(program, "--checkpoint", forged).output.contains("signature is not good"))
      // The scorecard's text is kept compressed.
      try program.editLog("DROP TRIGGER payload_update; UPDATE payload SET size = size + 1 WHERE id = 1;")
      let resized = try verify(program)
      #expect(resized.status == 4 && resized.output.contains("was changed"))
      try program.editLog("UPDATE payload SET size = size - 1 WHERE id = 1;")
      #expect(try verify(program).status == 0)
      try program.editLog(
        "DROP TRIGGER event_update; UPDATE event SET observed_at = observed_at + 1 WHERE seq = 5;")
      let changed = try verify(program, "--checkpoint", copy)
      #expect(changed.status == 4 && changed.output.contains("event 5"))
    }
  }
}
