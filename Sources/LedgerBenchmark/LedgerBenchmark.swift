import ArgumentParser
import EventLog
import JSON

/// Measures a generated ledger against bare SQLite loops in the same process on the same disk.
@main
struct LedgerBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger-benchmark", abstract: "Measures a generated ledger against bare SQLite loops.",
    subcommands: [Measure.self, Curve.self, Launch.self], defaultSubcommand: Measure.self)
}

/// Measures everything and prints a table.
struct Measure: ParsableCommand {
  @Option(help: "How many events the ledger gets.") var events = 100_000
  @Option(help: "How many indicators they are about, at most; a sixth of the events unless given.") var indicators: Int?
  @Option(help: "Where the random numbers start.") var seed: UInt64 = 1
  @Option(help: "How often each row is measured; the median is shown.") var repeats = 3
  @Option(help: "The folder to work in; it is made, and emptied at the end.") var folder = ".build/bench"
  @Option(help: "The iocledger whose commands are measured.") var iocledger: String?
  @Option(help: "A file for the figures as JSON.") var json: String?
  @Option(parsing: .upToNextOption, help: "Measure only some of: append rebuild verify show commands.")
  var only: [Row] = Row.allCases
  @Flag(help: "Leave the generated ledger in the folder.") var keep = false

  enum Row: String, CaseIterable, ExpressibleByArgument {
    case append, rebuild, verify, show, commands
  }

  func validate() throws {
    guard (1...100_000_000).contains(events), repeats > 0, indicators ?? 1 > 0 else {
      throw ValidationError("--events, --indicators and --repeats take numbers from 1 on")
    }
  }

  func run() throws {
    try Files.createPrivateFolder(folder)
    let bench = Bench(
      folder: folder, events: events, indicators: indicators ?? max(1, events / 6), seed: seed, repeats: repeats,
      program: iocledger, launcher: CommandLine.arguments[0])
    defer { if !keep { for name in Files.names(in: folder) { Files.removeFolder("\(folder)/\(name)") } } }
    try bench.takeStepYardstick()
    if only.contains(.append) { try bench.measureAppend() } else { try bench.prepareLedger() }
    if only.contains(.rebuild) { try bench.measureRebuild() }
    if only.contains(.verify) { try bench.measureVerify() }
    if only.contains(.show) { try bench.measureShow() }
    if only.contains(.commands) { try bench.measureCommands() }
    try bench.describeLedger()
    print(bench.report.text)
    if let json { try Files.replace(json, with: Array(bench.report.json.text(indented: true).utf8), mode: 0o644) }
  }
}

/// Starts one command and prints what it took; see ``CommandRun``.
struct Launch: ParsableCommand {
  static let configuration = CommandConfiguration(shouldDisplay: false)
  @Argument(parsing: .captureForPassthrough) var command: [String] = []

  func run() throws {
    try CommandRun.launch(Array(command.drop { $0 == "--" }))
  }
}
