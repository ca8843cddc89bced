import Foundation

/// The helper program of `Tests/LogProcess`, running.
public final class LogProcess {
  private let process = Process()
  private let output = Pipe()
  private var unread = Data()
  private var read: [String] = []

  /// Beside the test bundle, where the build puts both.
  private static var executable: String {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent()
    let folder = bundle ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    return folder.appending(path: "LogProcess").path
  }

  /// Whether it is there to be run.
  public static var isBuilt: Bool { FileManager.default.isExecutableFile(atPath: executable) }

  /// Starts it.
  public init(_ arguments: String...) throws {
    process.executableURL = URL(filePath: Self.executable)
    process.arguments = arguments
    process.standardOutput = output
    try process.run()
  }

  /// The next line that it prints, waiting for it; nil at its end.
  public func nextLine() -> String? {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: unread[unread.startIndex..<end], as: UTF8.self)
        unread = Data(unread[unread.index(after: end)...])
        read.append(line)
        return line
      }
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { return nil }
      unread += data
    }
  }

  /// Everything that it prints, waiting until it is done.
  public func lines() -> [String] {
    while nextLine() != nil {}
    process.waitUntilExit()
    return read
  }

  /// How it ended; only after ``lines()``.
  public var status: Int32 { process.terminationStatus }

  /// Ends it after so many microseconds, wherever it is then.
  public func kill(after microseconds: UInt32) {
    usleep(microseconds)
    // Never a number that is no longer its own, nor 0, which would mean this process and all its kin.
    guard process.isRunning, process.processIdentifier > 0 else { return }
    _ = Foundation.kill(process.processIdentifier, SIGKILL)
  }
}
