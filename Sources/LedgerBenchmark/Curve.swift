import ArgumentParser
import EventLog
import Foundation
import JSON

/// Compares reports of ledgers of several sizes: how the cost of each row grows.
///
/// The exponent is that of `cost = a · events^exponent` between one size and the next: 1 is linear, 0 independent.
struct Curve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares reports of several sizes, which 'measure --json' wrote.")
  @Argument(help: "Reports, the smallest ledger first.") var reports: [String]

  private struct Report {
    let events: Double
    let rows: JSONArray
    let memory: JSONArray

    init(file: String) throws {
      let json = try JSONValue(parsing: Array(Data(contentsOf: URL(fileURLWithPath: file))))
      guard let events = json["ledger"]?["events"]?.integer, let rows = json["rows"]?.array else {
        throw ValidationError("\(file) is no report of 'measure --json'")
      }
      self.events = Double(events)
      self.rows = rows
      memory = json["memory"]?.array ?? []
    }

    func figure(_ name: String) -> (value: Double, unit: String)? {
      guard let row = rows.first(where: { $0["name"]?.string == name }), let unit = row["unit"]?.string,
        let value = row["figure"]?.double
      else { return nil }
      return (value, unit)
    }
  }

  private typealias JSONArray = [JSONValue]

  func run() throws {
    let all = try reports.map(Report.init(file:))
    var lines = [[""] + all.map { "\(short($0.events)) events" } + ["unit", "exponents of the cost"]]
    for name in all.first?.rows.compactMap({ $0["name"]?.string }) ?? [] {
      let figures = all.map { $0.figure(name) }
      guard let unit = figures.first??.unit else { continue }
      var exponents: [String] = []
      for (index, pair) in zip(figures, figures.dropFirst()).enumerated() {
        guard let first = pair.0?.value, let second = pair.1?.value, first > 0, second > 0 else { continue }
        let growth = log(all[index + 1].events / all[index].events)
        // A rate is what costs one: the cost of all is events by rate.
        let exponent = unit.hasSuffix("/s") ? 1 - log(second / first) / growth : log(second / first) / growth
        exponents.append(String((exponent * 100).rounded() / 100))
      }
      let cells = figures.map { $0.map { short($0.value) } ?? "–" }
      lines.append([name] + cells + [unit, exponents.joined(separator: "  ")])
    }
    for command in all.first?.memory.compactMap({ $0["command"]?.string }) ?? [] {
      let peaks = all.map { report in
        report.memory.first { $0["command"]?.string == command }?["peak_bytes"]?.integer.map { "\($0 >> 20)" } ?? "–"
      }
      lines.append(["memory of \(command)"] + peaks + ["MB", ""])
    }
    print(BenchmarkReport.table(lines, rightAligned: Set(1...all.count)), terminator: "")
  }
}
