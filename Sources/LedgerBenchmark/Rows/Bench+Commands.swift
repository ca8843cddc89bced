import EventLog
import Indicators
import Ledger
import Time

/// Whole commands, from the start of the process to its end.
extension Bench {
  func measureCommands() throws {
    guard let program else {
      for name in ["replay", "replay, views deleted", "ingest of text", "show, whole command", "start-up"] {
        skip(name, "no program was given with --iocledger")
      }
      return
    }
    try measureReplay(program)
    try measureQuickCommands(program)
    // After what is measured warm: at 10,000,000 lines it pushes the ledger out of the page cache.
    try measureIngest(program)
    try measureMemory(program)
  }

  private func replayArguments(_ program: String) -> [String] {
    [
      program, "replay", "--rules", "opencti", "--output", "json", "--as-of", Workload.end.rfc3339, "--ledger",
      ledger.path,
    ]
  }

  private func measureReplay(_ program: String) throws {
    progress("replay")
    let arguments = replayArguments(program)
    do {
      // Brings the views up to date and the files into memory.
      _ = try CommandRun.measure(arguments, launcher: launcher)
      var peak: Int64 = 0
      let warm = try Samples(max(5, repeats)) {
        let run = try CommandRun.measure(arguments, launcher: launcher)
        peak = max(peak, run.peakMemory)
        return run.seconds
      }
      report.rows.append(
        BenchmarkRow(
          name: "replay, the whole command", figure: Double(events) / warm.median, unit: "events/s",
          spread: warm.spread, yardstick: stepRate, wanted: .ratio(1)))
      report.memory.append(("replay", peak))
      let cold = try Samples(repeats) {
        removeViews()
        return try CommandRun.measure(arguments, launcher: launcher).seconds
      }
      report.rows.append(
        BenchmarkRow(
          name: "replay, views deleted before", figure: Double(events) / cold.median, unit: "events/s",
          spread: cold.spread, yardstick: stepRate))
    } catch let failure as CommandRun.Failure {
      skip("replay", failure.description)
    }
  }

  private func removeViews() {
    for name in Files.names(in: ledger.path) where name.hasPrefix("views") { Files.remove("\(ledger.path)/\(name)") }
  }

  private func measureIngest(_ program: String) throws {
    progress("ingest")
    let file = folder + "/lines.txt"
    var text = ""
    for rank in 0..<events { text += Indicator(rank: rank).value + "\n" }
    try Files.replace(file, with: Array(text.utf8))
    let target = LedgerFolder(folder + "/ingest")
    let arguments = [program, "ingest", file, "--source", "bench", "--output", "json", "--ledger", target.path]
    do {
      var peak: Int64 = 0
      let samples = try Samples(repeats) {
        try makeLedger(target)
        let run = try CommandRun.measure(arguments, launcher: launcher)
        peak = max(peak, run.peakMemory)
        return run.seconds
      }
      report.rows.append(
        BenchmarkRow(
          name: "ingest of text, views caught up", figure: Double(events) / samples.median, unit: "lines/s",
          spread: samples.spread, yardstick: insertRate, wanted: insertRate == nil ? nil : .ratio(0.25)))
      report.memory.append(("ingest", peak))
    } catch let failure as CommandRun.Failure {
      skip("ingest of text", failure.description)
    }
    Files.removeFolder(target.path)
    Files.remove(file)
  }

  private func measureQuickCommands(_ program: String) throws {
    progress("show and start-up, whole commands")
    func show(_ rank: Int) -> [String] {
      ["show", Indicator(rank: rank).value, "--output", "json", "--ledger", ledger.path]
    }
    let commands: [(name: String, arguments: [String], wanted: Double?)] = [
      ("show, the whole warm command", show(max(3, indicators / 100)), 15),
      ("show, the whole command, third busiest", show(3), nil),
      ("start-up (--version)", ["--version"], nil),
    ]
    for command in commands {
      do {
        let arguments = [program] + command.arguments
        _ = try CommandRun.measure(arguments, launcher: launcher)
        let samples = try Samples(20) { try CommandRun.measure(arguments, launcher: launcher).seconds * 1000 }
        report.rows.append(
          BenchmarkRow(
            name: command.name, figure: samples.median, unit: "ms", spread: samples.spread,
            wanted: command.wanted.map { .atMost($0) }))
      } catch let failure as CommandRun.Failure {
        skip(command.name, failure.description)
      }
    }
  }

  private func measureMemory(_ program: String) throws {
    progress("peak memory of commands")
    let value = Indicator(rank: 3).value
    let commands = [
      ["verify", "--output", "json"], ["rebuild"], ["list", "--output", "ndjson"],
      ["list", "--sort", "value", "--output", "ndjson"],
      ["events", "--output", "ndjson"], ["stats", "--output", "json"], ["show", value], ["history", value],
      ["explain", value],
      ["related", value],
    ]
    for command in commands {
      let name = command[0] + (command.contains("--sort") ? " --sort value" : "")
      do {
        let run = try CommandRun.measure([program] + command + ["--ledger", ledger.path], launcher: launcher)
        report.memory.append((name, run.peakMemory))
      } catch let failure as CommandRun.Failure {
        skip("memory of \(name)", failure.description)
      }
    }
  }
}
