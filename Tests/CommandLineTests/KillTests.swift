import Foundation
import Glibc
import JSON
import Testing

@Suite("Killed in the middle", .serialized)
struct KillTests {
  @Test("kill -9 during ingest loses no line after its acknowledgement", arguments: [1, 3, 7])
  func ingest(acknowledgements: Int) throws {
    try Program.withLedger { program in
      let lines = (0..<12_000).map { "10.\($0 / 65_536).\($0 / 256 % 256).\($0 % 256)" }
      let feed = try program.file("feed.txt", lines.joined(separator: "\n"))
      let process = program.process(["ingest", feed, "--format", "lines", "--output", "ndjson", "--quiet"])
      let output = Pipe()
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
      let heard = try read(acknowledgements, from: output.fileHandleForReading)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let acknowledged = try #require(heard.last?["committed"]?["lines"]?.integer)
      let seq = try #require(heard.last?["committed"]?["seq"]?.integer)

      #expect(try program.run("verify").status == 0)
      let listed = Set(
        try program.run("list", "--output", "ndjson").lines.compactMap {
          try JSONValue(parsing: $0)["value"]?.string
        })
      #expect(lines.prefix(Int(acknowledged)).allSatisfy(listed.contains))
      let stats = try program.run("stats", "--output", "json").json
      #expect((stats["events"]?.integer ?? 0) >= seq)
      // The next run takes in the rest, and nothing twice.
      let rest = try program.run("ingest", feed, "--format", "lines", "--output", "json").json
      #expect(rest["read"] == .integer(Int64(lines.count)))
      #expect((rest["new"]?.integer ?? 0) + (rest["known"]?.integer ?? 0) == Int64(lines.count))
      #expect(rest["known"]?.integer ?? 0 >= acknowledged)
      let rebuilt = try program.run("rebuild", "--output", "json")
      #expect(rebuilt.status == 0)
      #expect(try program.run("verify").status == 0)
    }
  }

  @Test("kill -9 during enrichment loses no answer that was recorded, and the next run finishes")
  func enrichment() throws {
    var program = try Program()
    defer { program.remove() }
    let simulator = try Simulator(program)
    defer { simulator.stop() }
    program.environment.merge(simulator.environment) { $1 }
    program.environment["VIRUSTOTAL_ENABLED"] = "false"
    program.environment["SHODAN_ENABLED"] = "false"
    program.environment["GREYNOISE_ENABLED"] = "false"
    program.environment["GREYNOISE_COMMUNITY_ENABLED"] = "false"
    program.environment["INTERNETDB_ENABLED"] = "false"
    #expect(try program.run("init").status == 0)
    let lines = (1...60).map { "198.51.100.\($0)" }
    try program.run("ingest", "-", "--format", "lines", input: lines.joined(separator: "\n"))

    let process = program.process(["enrich", "--quiet"])
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    // Each look takes a process of its own, so this waits without sleeping.
    var answered = 0
    while answered < 8, process.isRunning {
      answered = try program.run("events", "--type", "observation.recorded", "--output", "ndjson").lines.count
    }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let before = try program.run("events", "--type", "observation.recorded", "--output", "ndjson").lines.count
    #expect(before >= answered)
    #expect(try program.run("verify").status == 0)

    // Lookups that were started and not answered are set aside for a minute, then due again: nothing is lost.
    let next = try program.run("enrich", "--output", "json")
    #expect([0, 75].contains(next.status))
    let report = try next.json
    let open = report["deferred"]?.integer ?? -1
    #expect(open <= 8)
    let after = try program.run("events", "--type", "observation.recorded", "--output", "ndjson").lines.count
    #expect(after + Int(open) == lines.count)
    #expect(try program.run("verify").status == 0)
  }

  private func read(_ count: Int, from handle: FileHandle) throws -> [JSONValue] {
    var buffer = Data()
    var values: [JSONValue] = []
    while values.count < count {
      let data = handle.availableData
      if data.isEmpty { break }
      buffer += data
      while let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        let value = try JSONValue(parsing: buffer[buffer.startIndex..<end])
        buffer = Data(buffer[buffer.index(after: end)...])
        if value["committed"] != nil { values.append(value) }
      }
    }
    return values
  }
}
