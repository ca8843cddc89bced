import EventLog
import Events
import Foundation
import Indicators
import Interchange
import Ledger
import Scoring
import TestSupport
import Testing

@Suite("Real input", .enabled(if: SharedData.folder != nil, "the public data beside the project is not there"))
struct RealInputTests {
  @Test("IPsum: 120,430 indicators, new and then known, with the number of lists")
  func ipsum() throws {
    let temporary = try TemporaryLedger()
    let first = try temporary.ledger.take(file: SharedData.file("feeds/ipsum.txt"))
    #expect(first.new == 120_430 && first.known == 0 && first.rejectedTotal == 0)
    // Besides, the file's head is a comment of some lines.
    #expect(first.read == first.new + first.skipped && first.skipped == first.skippedBy[.comment])
    let second = try temporary.ledger.take(file: SharedData.file("feeds/ipsum.txt"))
    #expect(second.new == 0 && second.known == 120_430 && second.events == 0)
    let signals = try temporary.ledger.show(ioc("77.90.185.20")).sources.first?.signals ?? []
    #expect(signals.contains { $0.name == "feed.count" && $0.value == 10 })
  }

  @Test(
    "ESET's reports and MISP events give their published counts",
    arguments: [
      ("feeds/eset/dukes-README.adoc", [IndicatorKind.sha1: 18]),
      ("feeds/eset/turla-README.adoc", [.sha1: 128]),
      ("feeds/eset/kryptocibule-README.adoc", [.sha1: 32]),
      ("feeds/eset/misp-dukes-operation-ghost-event.json", [.sha1: 18, .url: 49, .domain: 20]),
      ("feeds/eset/mozi.misp-event.json", [.md5: 21, .sha1: 21, .sha256: 21]),
    ])
  func eset(path: String, counts: [IndicatorKind: Int64]) throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.take(file: SharedData.file(path))
    let kinds = Dictionary(uniqueKeysWithValues: try temporary.ledger.stats().kinds.map { ($0.kind, $0.count) })
    for (kind, count) in counts { #expect(kinds[kind] == count, "\(kind.rawValue) in \(path)") }
  }

  @Test("in a ledger of everything, all scores explain themselves to the last hundredth")
  func everything() throws {
    let temporary = try TemporaryLedger()
    let ledger = temporary.ledger
    for folder in ["feeds/eset", "stix/oasis"] {
      for file in try SharedData.files(in: folder) where !file.lastPathComponent.hasPrefix("LICENSE") {
        try ledger.take(file: file)
      }
    }
    let lines = try String(contentsOf: SharedData.file("feeds/ipsum.txt"), encoding: .utf8)
    // All 120,430 lines take a quarter of an hour; IOCLEDGER_TEST_ALL=1 asks for them.
    let some = ProcessInfo.processInfo.environment["IOCLEDGER_TEST_ALL"] == nil ? 500 : .max
    try ledger.take(lines.split(separator: "\n").prefix(some).joined(separator: "\n") + "\n", source: "ipsum.txt")
    let other = try ledger.scorecard(file: "opencti")
    var checked = 0
    for row in try ledger.rows() {
      let explanation = try ledger.explain(row.indicator).explanation
      #expect(explanation.score == row.score)
      #expect(explanation.contributions.reduce(0) { $0 + $1.points } == row.score.hundredths)
      let shown = try ledger.show(row.indicator, rules: .given(other))
      #expect(try ledger.explain(row.indicator, rules: .given(other)).explanation.score == shown.score)
      checked += 1
    }
    #expect(checked > 1000)
    for move in try ledger.replay(to: other).moves {
      #expect(try ledger.show(move.indicator, rules: .given(other)).score == move.to)
    }
    #expect(ledger.verify().isSound)
  }
}
