import EventLog
import Events
import JSON
import Time
import Views

extension Bench {
  /// The loop that reading is measured by.
  func takeStepYardstick() throws {
    progress("yardstick: sqlite3_step loop")
    let yardstick = try ScanYardstick(path: folder + "/fixed.db", rows: events)
    _ = try yardstick.run()
    let samples = try Samples(max(5, repeats)) { try yardstick.run() }
    stepLoop = yardstick
    stepRate = Double(events) / samples.median
    report.rows.append(
      BenchmarkRow(
        name: "yardstick: sqlite3_step loop", figure: stepRate, unit: "rows/s", spread: samples.spread))
  }

  /// Measures in turns with the loop, so that both meet the same machine; gives the loop's rows a second, too.
  private func besideStepLoop(_ measure: () throws -> Double) throws -> (samples: Samples, rate: Double) {
    var loops: [Double] = []
    // A figure taken once says more of the moment than of the program.
    let samples = try Samples(max(3, repeats)) {
      if let stepLoop { loops.append(try stepLoop.run()) }
      return try measure()
    }
    return (samples, loops.isEmpty ? stepRate : Double(events) / Samples(loops).median)
  }

  /// All views built anew from the log.
  func measureRebuild() throws {
    progress("rebuild")
    let log = try EventLog(ledger, access: .readWrite, now: Workload.end)
    let (samples, rate) = try besideStepLoop {
      try elapsed { _ = try log.exclusively { try Views.rebuild(for: log) } }
    }
    report.rows.append(
      BenchmarkRow(
        name: "rebuild of all views", figure: Double(try log.head()) / samples.median, unit: "events/s",
        spread: samples.spread, yardstick: rate, wanted: .ratio(0.3)))
  }

  /// Every hash computed again, without and with the bytes of payloads.
  func measureVerify() throws {
    progress("verify")
    let log = try EventLog(ledger, access: .readOnly, now: Workload.end)
    var bytes: Int64 = 0
    func verify(payloads: Bool) throws -> Double {
      try elapsed {
        let result = log.verify(payloads: payloads)
        if let reason = result.reason {
          throw CommandRun.Failure(description: "the generated ledger is unsound: \(reason)")
        }
        bytes = result.payloadBytes
      }
    }
    let (events, rate) = try besideStepLoop { try verify(payloads: false) }
    let all = try Samples(repeats) { try verify(payloads: true) }
    report.rows.append(
      BenchmarkRow(
        name: "verify, payload bytes apart", figure: Double(try log.head()) / events.median, unit: "events/s",
        spread: events.spread, yardstick: rate, wanted: .ratio(0.3)))
    report.rows.append(
      BenchmarkRow(
        name: "verify, payload bytes", figure: Double(bytes) / 1e6 / max(all.median - events.median, 1e-6),
        unit: "MB/s",
        spread: all.spread))
  }

  /// What the ledger takes on disk, and what it holds.
  func describeLedger() throws {
    let log = try EventLog(ledger, access: .readOnly, now: Workload.end)
    let head = try log.head()
    let views = try Views.upToDate(for: log)
    let logBytes = Files.size(ledger.log) + Files.size(ledger.log + "-wal")
    let viewBytes = Files.size(ledger.views) + Files.size(ledger.views + "-wal")
    let payloadBytes = log.verify().payloadBytes
    let storedBytes = try Connection(ledger.log).integer("SELECT sum(length(bytes)) FROM payload")
    report.ledger = [
      "events": .integer(head), "indicators": .integer(try views.indicatorCounts().reduce(0) { $0 + $1.count }),
      "root": .string(try log.root().description), "seed": .integer(Int64(seed)), "log_bytes": .integer(logBytes),
      "view_bytes": .integer(viewBytes), "payload_bytes": .integer(payloadBytes),
      "stored_payload_bytes": .integer(storedBytes),
    ]
    report.rows.append(
      BenchmarkRow(
        name: "log on disk, payload bytes apart", figure: Double(logBytes - storedBytes) / Double(head),
        unit: "bytes/event", spread: 0))
    report.rows.append(
      BenchmarkRow(
        name: "payload bytes, stored of original", figure: Double(storedBytes) / Double(head), unit: "bytes/event",
        spread: 0, yardstick: Double(payloadBytes) / Double(head)))
    report.rows.append(
      BenchmarkRow(name: "views on disk", figure: Double(viewBytes) / Double(head), unit: "bytes/event", spread: 0))
  }
}
