import Foundation

/// The helper program of `Tests/LogProcess`, running.
final class LogProcess {
  private let process = Process()
  private let output = Pipe()

  /// Beside the test bundle, where the build puts both.
  private static var executable: String {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent()
    let folder = bundle ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    return folder.appending(path: "LogProcess").path
  }

  static var isBuilt: Bool { FileManager.default.isExecutableFile(atPath: executable) }

  init(_ arguments: String...) throws {
    process.executableURL = URL(filePath: Self.executable)
    process.arguments = arguments
    process.standardOutput = output
    try process.run()
  }

  /// What it printed, waiting until it is done.
  func lines() -> [String] {
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// How it ended; only after ``lines()``.
  var status: Int32 { process.terminationStatus }

  /// Ends it at once, wherever it is.
  func kill() { _ = Foundation.kill(process.processIdentifier, SIGKILL) }
}
