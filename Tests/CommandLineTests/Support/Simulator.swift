import Foundation
import Glibc
import JSON

/// The vendor simulator as a process of its own, slow enough to be met in the middle.
final class Simulator {
  let environment: [String: String]
  private let process: Process

  init(_ program: Program) throws {
    process = program.process(["serve", "--no-quotas", "--latency-ms", "60"], executable: "vendor-simulator")
    let ready = program.folder.appending(path: "ready").path
    process.arguments?.append(contentsOf: ["--ready-file", ready])
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    // It is ready when the file is there, whole: that takes a moment, which is not worth sleeping through.
    while process.isRunning, (FileManager.default.contents(atPath: ready)?.last ?? 0) != UInt8(ascii: "\n") {
      sched_yield()
    }
    let value = try JSONValue(parsing: Data(contentsOf: URL(fileURLWithPath: ready)))
    environment = Dictionary(
      uniqueKeysWithValues: (value["environment"]?.object?.members ?? []).map { ($0.name, $0.value.string ?? "") })
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
  }
}
