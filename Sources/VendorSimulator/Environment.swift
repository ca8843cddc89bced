import ArgumentParser
import VendorSimulation

/// `vendor-simulator env`: the variables alone, for a simulator that runs or will run on a known port.
struct Environment: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "env", abstract: "Print the environment variables for a simulator on a known port.",
    discussion: "Example: eval \"$(vendor-simulator env --port 8080)\"")

  @Option(help: "The port of the simulator.")
  var port: Int
  @Option(help: "Where the simulator listens.")
  var host = "127.0.0.1"
  @OptionGroup var keys: KeyOptions

  func run() throws {
    print(ClientEnvironment(url: "http://\(host):\(port)", keys: try keys.keys).exports)
  }
}
