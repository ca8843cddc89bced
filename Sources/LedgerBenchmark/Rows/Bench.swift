import EventLog
import Events
import Ledger
import Time

/// What all rows share: the folder, the sizes, the yardsticks that were taken, and the report.
final class Bench {
  let folder: String
  let events: Int
  let indicators: Int
  let seed: UInt64
  let repeats: Int
  /// The program whose commands are measured, where there is one.
  let program: String?
  /// This program, to start others through.
  let launcher: String
  var report: BenchmarkReport
  /// Rows a second of a bare INSERT of the events alone.
  var insertRate: Double?
  /// The `sqlite3_step` loop, and its rows a second.
  var stepLoop: ScanYardstick?
  var stepRate = 0.0

  static let batch = 1000

  init(folder: String, events: Int, indicators: Int, seed: UInt64, repeats: Int, program: String?, launcher: String) {
    self.folder = folder
    self.events = events
    self.indicators = indicators
    self.seed = seed
    self.repeats = repeats
    self.program = program
    self.launcher = launcher
    report = BenchmarkReport(machine: Machine(folder: folder))
  }

  /// The ledger that questions are asked of.
  var ledger: LedgerFolder { LedgerFolder(folder + "/ledger") }

  /// Time, chance and user that are the same every time.
  func context() -> LedgerContext {
    let start = Workload.start
    let random = DeterministicBytes(seed: seed ^ 0xDECADE)
    return LedgerContext(now: { start }, random: random.bytes, actor: "bench", environment: [:])
  }

  /// Makes a ledger as `init` does, with the built-in scorecards.
  func makeLedger(_ folder: LedgerFolder) throws {
    Files.removeFolder(folder.path)
    _ = try Ledger.create(at: folder.path, context: context())
  }

  /// Appends the workload to a ledger's log, and gives the seconds that appending took, drafts not included.
  func fill(_ folder: LedgerFolder, hasPayloads: Bool) throws -> Double {
    let log = try EventLog(folder, access: .readWrite, now: Workload.start)
    var workload = Workload(
      events: events, indicators: indicators, seed: seed, head: try log.head(), hasPayloads: hasPayloads)
    let random = DeterministicBytes(seed: seed ^ 0x5A17)
    var time = 0.0
    while true {
      let drafts = workload.next(Self.batch)
      guard !drafts.isEmpty else { break }
      let now = workload.now
      time += try elapsed {
        try log.write(AppendContext(now: { now }, salt: { random.bytes(32) })) { appender in
          for draft in drafts {
            guard case .appended = try appender.append(draft) else {
              throw CommandRun.Failure(description: "an id clashed")
            }
          }
        }
        try log.checkpointIfLarge()
      }
    }
    return time
  }

  func skip(_ name: String, _ reason: String) { report.skipped.append(SkippedRow(name: name, reason: reason)) }

  func progress(_ what: String) { writeError("bench: \(what)\n") }
}
