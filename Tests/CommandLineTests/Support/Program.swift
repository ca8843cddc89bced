import Foundation
import JSON
import Testing

/// The built program, run as a user runs it.
struct Program {
  /// A folder of the test's own; `ledger` in it is the ledger.
  let folder: URL
  var environment: [String: String] = [:]

  struct Outcome {
    let status: Int32
    let output: String
    let errors: String
    /// Whether it ended by a signal, as a trap ends it, and not by itself.
    let hasCrashed: Bool

    var json: JSONValue {
      get throws { try JSONValue(parsing: output) }
    }

    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "iocledger-cli-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Runs `body` with a program whose ledger was made, and cleans up.
  static func withLedger(_ body: (Program) throws -> Void) throws {
    let program = try Program()
    defer { program.remove() }
    #expect(try program.run("init").status == 0)
    try body(program)
  }

  /// Writes a file into the folder; gives its path.
  func file(_ name: String, _ text: String) throws -> String {
    let url = folder.appending(path: name)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  /// Runs the program to its end.
  @discardableResult
  func run(_ arguments: String..., input: String? = nil) throws -> Outcome {
    try run(arguments, input: input)
  }

  func run(_ arguments: [String], input: String? = nil) throws -> Outcome {
    let process = process(arguments)
    let errors = folder.appending(path: "errors-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
    process.standardError = try FileHandle(forWritingTo: errors)
    let output = Pipe()
    process.standardOutput = output
    if let input {
      let file = folder.appending(path: "input-\(UUID().uuidString)")
      try Data(input.utf8).write(to: file)
      process.standardInput = try FileHandle(forReadingFrom: file)
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: String(decoding: data, as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
      hasCrashed: process.terminationReason == .uncaughtSignal)
  }

  /// The program, ready to be started.
  func process(_ arguments: [String], executable: String = "iocledger") -> Process {
    let process = Process()
    process.executableURL = Self.builtFolder.appending(path: executable)
    process.arguments = arguments
    var environment = self.environment
    environment["IOCLEDGER_DIR"] = folder.appending(path: "ledger").path
    environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
    environment["LANG"] = "C.UTF-8"
    process.environment = environment
    return process
  }

  /// Where the build put this test's program, and so the product's too.
  private static let builtFolder: URL = {
    let path =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: path).deletingLastPathComponent()
  }()
}
