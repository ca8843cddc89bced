import ArgumentParser
import Foundation
import JSON
import Time
import VendorSimulation

/// `vendor-simulator serve`: listens until it is told to stop.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve the vendors' APIs until SIGINT or SIGTERM.",
    discussion: """
      Prints one line of JSON with the base URLs and the environment variables to set, or export lines with --env.

      Each vendor is served under its own folder (/virustotal/api/v3/…) and at the root (/api/v3/…). \
      POST /_control changes faults, quotas and the clock while it runs; GET /_control/log tells what was asked.

      Example: vendor-simulator serve --port 8080 --fault reset@shodan:every=3 --virustotal-per-minute unlimited
      """)

  @Option(help: "The port; 0 lets the system choose.")
  var port = 0
  @Option(help: "The address to listen on. Anything but loopback makes the simulator visible to others.")
  var host = "127.0.0.1"
  @Option(help: "Write the line that tells the base URLs to this file too, once it listens.")
  var readyFile: String?
  @Flag(name: .customLong("env"), help: "Print export lines for a shell instead of JSON.")
  var printsEnvironment = false
  @Option(help: "How long each answer takes, in milliseconds.")
  var latencyMs = 0
  @Option(help: "The moment from which the data counts back, such as 2026-11-24T12:00:00Z; the clock unless given.")
  var now: String?
  @Option(
    name: .customLong("fault"),
    help: "KIND[@VENDOR][:every=N][:after=N][:times=N][:path=TEXT]; repeatable. 'vendor-simulator faults' lists them.")
  var faults: [String] = []
  @OptionGroup var quotas: QuotaOptions
  @OptionGroup var keys: KeyOptions

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port must be from 0 to 65535") }
    guard (0...600_000).contains(latencyMs) else { throw ValidationError("--latency-ms must be from 0 to 600000") }
  }

  func run() async throws {
    var configuration = SimulatorConfiguration()
    configuration.latencyMilliseconds = latencyMs
    configuration.faults = try faults.map { text in
      do { return try FaultRule(parsing: text) } catch { throw ValidationError("--fault: \(error)") }
    }
    if let now {
      guard let moment = Timestamp(parsing: now) else { throw ValidationError("--now: '\(now)' is not a time") }
      configuration.now = moment
    }
    configuration.quotas = quotas.quotas
    configuration.keys = try keys.keys

    let simulator = Simulator(configuration) { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
    // Before anything is printed, so that whoever reads the line may already send the signal.
    let stop = StopSignals()
    let server: SimulatorServer
    do {
      server = try await SimulatorServer.start(simulator, host: host, port: port)
    } catch {
      throw Self.failure("cannot listen on \(host) port \(port): \(error); choose another with --port")
    }
    let environment = ClientEnvironment(url: server.url, keys: configuration.keys)
    try announce(printsEnvironment ? environment.exports : environment.json)
    await stop.wait()
    await server.stop()
  }

  private func announce(_ text: String) throws {
    // Written whole at once: the reader of a pipe or a file must never see half of it.
    try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    if let readyFile {
      try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: readyFile), options: .atomic)
    }
  }
}

extension Serve {
  /// Prints why on stderr and ends with status 1.
  private static func failure(_ message: String) -> ExitCode {
    FileHandle.standardError.write(Data("vendor-simulator: \(message)\n".utf8))
    return ExitCode(1)
  }
}
