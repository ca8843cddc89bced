import EventLog
import Indicators
import Ledger
import Time

extension Bench {
  /// `show` of indicators from the most to the least talked about, within a process that has the ledger open.
  func measureShow() throws {
    progress("show")
    let end = Workload.end
    let context = LedgerContext(
      now: { end }, random: DeterministicBytes(seed: seed).bytes, actor: "bench", environment: [:])
    let ledger = try Ledger(ledger, access: .readOnly, context: context)
    var times: [Double] = []
    // Ranks spread like the questions of analysts: among the busy ones and among the rest.
    var rank = 1
    while rank < indicators {
      let indicator = Indicator(rank: rank)
      if (try? ledger.show(indicator)) != nil {
        times.append(try elapsed { _ = try ledger.show(indicator) } * 1000)
      }
      rank += max(1, rank / 8)
    }
    let samples = Samples(times)
    report.rows.append(
      BenchmarkRow(
        name: "show, inside the process", figure: samples.median, unit: "ms", spread: 0, wanted: .atMost(1)))
    report.rows.append(
      BenchmarkRow(name: "show, the most talked about", figure: samples.highest, unit: "ms", spread: 0))
  }
}
