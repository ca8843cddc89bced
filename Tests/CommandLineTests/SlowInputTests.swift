import Foundation
import JSON
import Testing

@Suite("Input that comes slowly")
struct SlowInputTests {
  @Test(
    "is acknowledged as it comes, in any format", .timeLimit(.minutes(10)),
    arguments: [
      ("ip,tags\n192.0.2.1,c2\n", "192.0.2.2,c2\n"),
      ("2026-01-01;192.0.2.1;x\n", "2026-01-01;192.0.2.2;y\n"),
      ("192.0.2.1\n", "192.0.2.2\n"),
      (#"{"type":"ipv4-addr","id":"ipv4-addr--00000000-0000-4000-8000-000000000001","value":"192.0.2.1"}"# + "\n", ""),
    ])
  func acknowledged(first: String, second: String) throws {
    try Program.withLedger { program in
      let process = program.process(["ingest", "-", "--output", "ndjson", "--quiet"])
      let input = Pipe()
      let output = Pipe()
      process.standardInput = input
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
      try input.fileHandleForWriting.write(contentsOf: Data(first.utf8))
      var heard = Data()
      // Observables wait for the end of their bundle, whatever the speed.
      if !second.isEmpty {
        while !heard.contains(UInt8(ascii: "\n")) { heard += output.fileHandleForReading.availableData }
        #expect(String(decoding: heard, as: UTF8.self).contains("committed"))
        try input.fileHandleForWriting.write(contentsOf: Data(second.utf8))
      }
      try input.fileHandleForWriting.close()
      heard += try output.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      let last = try #require(String(decoding: heard, as: UTF8.self).split(separator: "\n").last)
      #expect(try JSONValue(parsing: String(last))["new"] == (second.isEmpty ? 1 : 2))
    }
  }
}
