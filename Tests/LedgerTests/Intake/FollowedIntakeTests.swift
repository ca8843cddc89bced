import EventLog
import Events
import Indicators
import Interchange
import Ledger
import TestSupport
import Testing

/// Inputs of many batches, whose views follow a batch behind until the end.
@Suite("Taking in long inputs")
struct FollowedIntakeTests {
  /// Lines with repeats near and far, so that many fall into the batch after the one that said them first.
  private func lines(_ count: Int, seed: UInt64) -> [String] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { line in
      let number = Int.random(in: 0...line, using: &generator)
      return "198.\(18 + number % 2).\((number / 2) >> 8 & 255).\((number / 2) & 255)"
    }
  }

  @Test("gives the events and the views that the same lines give one batch at a time", arguments: [3000, 4321])
  func sameAsBatches(count: Int) throws {
    let lines = lines(count, seed: UInt64(count))
    let whole = try TemporaryLedger()
    let report = try whole.ledger.take(lines.joined(separator: "\n"), format: .lines)
    let distinct = Set(lines).count
    #expect(report.new == distinct, "seed \(count)")
    #expect(report.events == distinct)
    let pieces = try TemporaryLedger()
    for start in stride(from: 0, to: count, by: 1000) {
      try pieces.ledger.take(lines[start..<min(start + 1000, count)].joined(separator: "\n"), format: .lines)
    }
    #expect(try whole.ledger.head() == pieces.ledger.head())
    #expect(try whole.ledger.rows().map(\.indicator) == pieces.ledger.rows().map(\.indicator))
    let rebuilt = try whole.ledger.rebuild()
    #expect(rebuilt.isUnchanged)
    #expect(rebuilt.earlierHash != nil)
  }

  @Test("tells a day's second reading from the first one also across batches")
  func laterDay() throws {
    let temporary = try TemporaryLedger()
    let lines = lines(3500, seed: 7)
    let text = lines.joined(separator: "\n")
    let distinct = Set(lines).count
    #expect(try temporary.ledger.take(text, format: .lines).events == distinct)
    temporary.clock.advance(days: 1)
    // Each was listed once more on that day: one sighting each, however often the feed says it.
    #expect(try temporary.ledger.take(text, format: .lines).events == distinct)
    #expect(try temporary.ledger.take(text, format: .lines).events == 0)
    #expect(try temporary.ledger.rebuild().isUnchanged)
  }

  @Test("goes on where others write, rebuild or delete the views between two batches")
  func others() throws {
    let temporary = try TemporaryLedger()
    let other = try temporary.reopened()
    let lines = lines(6000, seed: 11)
    let intake = Intake(temporary.ledger, options: IntakeOptions(source: "feed"), file: "feed.txt")
    var commits = 0
    intake.onCommit = { report in
      commits += 1
      switch commits {
      // The same source says what comes later anyway: then it is known.
      case 2: try other.take(lines[2500...2600].joined(separator: "\n"), format: .lines)
      case 3: _ = try other.rebuild()
      case 4:
        for name in Files.names(in: temporary.path) where name.hasPrefix("views") {
          Files.remove("\(temporary.path)/\(name)")
        }
      default: break
      }
    }
    var rest = Array(lines.joined(separator: "\n").utf8)[...]
    let reader = try IntakeFormat.lines.reader(fileName: "feed.txt") {
      defer { rest = rest.dropFirst(4096) }
      return Array(rest.prefix(4096))
    }.reader
    try intake.run(reader)
    #expect(commits >= 6)
    let distinct = Set(lines).count
    #expect(try temporary.ledger.rows().count == distinct)
    var ingested = 0
    try temporary.ledger.events(EventQuery()) { event, _ in if event.type == .indicatorIngested { ingested += 1 } }
    #expect(ingested == distinct)
    #expect(try temporary.ledger.rebuild().isUnchanged)
    #expect(temporary.ledger.verify().isSound)
  }
}
