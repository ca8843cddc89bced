import EventLog
import Interchange
import Ledger
import Testing

@Suite("Accounting for every unit of an input")
struct AccountingTests {
  /// One input of every format, with things that are taken in, repeated, rejected and passed over.
  static let inputs: [(format: IntakeFormat, text: String)] = [
    (.lines, "# hosts\n198.51.100.1\n\n198.51.100.1\nhxxp://bad[.]example/x\n??\n198.51.100.2 # seen twice\n"),
    (.text, "We saw bad[.]example and hxxp://bad[.]example/x,\nthen bad[.]example again.\n\nNothing here.\n"),
    (.csv, "indicator,confidence,last_seen\n198.51.100.3,90,2026-11-20\n198.51.100.3,90,2026-11-20\n!!,1,\n\n"),
    (.tsv, "# list\n198.51.100.4\t3\n198.51.100.5\t4\n198.51.100.4\t3\n"),
    (
      .stix,
      """
      {"type":"bundle","id":"bundle--00000000-0000-4000-8000-000000000000","objects":[
      {"type":"malware","spec_version":"2.1","id":"malware--00000000-0000-4000-8000-000000000001","name":"m"},
      {"type":"malware","spec_version":"2.1","id":"malware--00000000-0000-4000-8000-000000000001","name":"m"},
      {"type":"indicator","spec_version":"2.1","id":"indicator--00000000-0000-4000-8000-000000000002",
       "created":"2026-11-01T00:00:00Z","modified":"2026-11-01T00:00:00Z","valid_from":"2026-11-01T00:00:00Z",
       "pattern_type":"stix","pattern":"[domain-name:value = 'bad.example' OR domain-name:value = 'worse.example']"},
      {"type":"indicator","spec_version":"2.1","id":"indicator--00000000-0000-4000-8000-000000000003",
       "created":"2026-11-01T00:00:00Z","modified":"2026-11-01T00:00:00Z","valid_from":"2026-11-01T00:00:00Z",
       "pattern_type":"yara","pattern":"rule x { condition: true }"},
      {"type":"relationship","spec_version":"2.1","id":"relationship--00000000-0000-4000-8000-000000000004",
       "created":"2026-11-01T00:00:00Z","modified":"2026-11-01T00:00:00Z","relationship_type":"indicates",
       "source_ref":"indicator--00000000-0000-4000-8000-000000000002",
       "target_ref":"malware--00000000-0000-4000-8000-000000000001"},
      {"type":"sighting","spec_version":"2.1","id":"sighting--00000000-0000-4000-8000-000000000005",
       "created":"2026-11-02T00:00:00Z","modified":"2026-11-02T00:00:00Z","count":3,
       "last_seen":"2026-11-02T00:00:00Z","sighting_of_ref":"indicator--00000000-0000-4000-8000-000000000002"},
      {"type":"note","spec_version":"2.1","id":"note--00000000-0000-4000-8000-000000000006","content":"x"}]}
      """
    ),
    (
      .misp,
      """
      {"Event":{"uuid":"00000000-0000-4000-8000-000000000010","info":"case","timestamp":"1763000000","Attribute":[
      {"uuid":"00000000-0000-4000-8000-000000000011","type":"domain","value":"bad.example","to_ids":true,
       "timestamp":"1763000000"},
      {"uuid":"00000000-0000-4000-8000-000000000012","type":"ip-dst","value":"not an address","to_ids":true,
       "timestamp":"1763000000"},
      {"uuid":"00000000-0000-4000-8000-000000000013","type":"comment","value":"words","to_ids":false,
       "timestamp":"1763000000"}]}}
      """
    ),
  ]

  @Test("in every format the numbers add up, and each unit has one fate", arguments: AccountingTests.inputs.indices)
  func equation(index: Int) throws {
    let (format, text) = Self.inputs[index]
    let temporary = try TemporaryLedger()
    for _ in 0..<3 {
      let report = try temporary.ledger.take(text, format: format)
      expectBalanced(report)
      #expect(report.read > 0)
      #expect(Int64(report.fates.count) == report.read)
      temporary.clock.advance(days: 1)
    }
  }

  @Test("what is read again is known, all of it", arguments: AccountingTests.inputs.indices)
  func again(index: Int) throws {
    let (format, text) = Self.inputs[index]
    let temporary = try TemporaryLedger()
    let first = try temporary.ledger.take(text, format: format)
    let second = try temporary.ledger.take(text, format: format)
    #expect(second.new == 0 && second.known == first.accepted && second.events == 0)
    #expect(second.read == first.read && second.skippedBy == first.skippedBy)
  }

  @Test("new is the first word about something, from whichever source")
  func first() throws {
    let temporary = try TemporaryLedger()
    let ledger = temporary.ledger
    let first = try ledger.take("198.51.100.1\n198.51.100.1\n198.51.100.2\n", format: .lines, source: "one")
    #expect(first.new == 2 && first.known == 1)
    let second = try ledger.take("198.51.100.1\n198.51.100.3\n", format: .lines, source: "two")
    #expect(second.new == 1 && second.known == 1 && second.events == 2)
    #expect(second.fates.map(\.fate) == [.known, .new])
    #expect(second.fates.map(\.value) == ["198.51.100.1", "198.51.100.3"])
    #expect(second.fates.first?.seq == first.seq + 1)
  }

  @Test("an entity that only a relationship named so far is new when it comes itself")
  func entityAfterRelationship() throws {
    let temporary = try TemporaryLedger()
    let campaign = "campaign--00000000-0000-4000-8000-000000000001"
    let relation = """
      {"type":"relationship","id":"relationship--00000000-0000-4000-8000-000000000003","relationship_type":"uses",
       "source_ref":"\(campaign)","target_ref":"malware--00000000-0000-4000-8000-000000000002"}
      """
    func bundle(_ objects: String) -> String { #"{"type":"bundle","id":"bundle--1","objects":[\#(objects)]}"# }
    let first = try temporary.ledger.take(bundle(relation), format: .stix)
    let second = try temporary.ledger.take(
      bundle(#"{"type":"campaign","id":"\#(campaign)","name":"c"}"#), format: .stix)
    expectBalanced(first)
    #expect(second.new == 1 && second.known == 0)
    let third = try temporary.ledger.take(bundle(relation), format: .stix, source: "another")
    #expect(third.new == 0)
    expectBalanced(third)
  }

  @Test("a dry run says what the real one then does, and writes nothing", arguments: AccountingTests.inputs.indices)
  func dryRun(index: Int) throws {
    let (format, text) = Self.inputs[index]
    let temporary = try TemporaryLedger()
    // Against a ledger that holds some of it, on a day of its own.
    let (earlier, before) = Self.inputs[(index + 1) % Self.inputs.count]
    try temporary.ledger.take(before, format: earlier)
    temporary.clock.advance(days: 1)
    let head = try temporary.ledger.head()
    let rehearsed = try temporary.rehearse(text, format: format)
    #expect(try temporary.ledger.head() == head)
    var real = try temporary.ledger.take(text, format: format)
    expectBalanced(rehearsed)
    #expect(rehearsed.fates.map(\.fate) == real.fates.map(\.fate))
    #expect(rehearsed.fates.allSatisfy { $0.seq == nil })
    #expect(rehearsed.events == real.events)
    #expect(rehearsed.new == real.new && rehearsed.known == real.known && rehearsed.skippedBy == real.skippedBy)
    #expect(rehearsed.rejected == real.rejected && rehearsed.setAside == real.setAside)
    real = try temporary.ledger.take(text, format: format)
    #expect(try temporary.rehearse(text, format: format).events == real.events)
  }

  @Test("random lists, split at random into files, add up, and a dry run of them all foretells the run")
  func randomLists() throws {
    for _ in 0..<20 {
      let temporary = try TemporaryLedger()
      var files: [String] = []
      for _ in 0..<Int.random(in: 1...4) {
        let lines = (0..<Int.random(in: 0...40)).map { _ in
          ["198.51.100.\(Int.random(in: 0...20))", "", "# x", "???", "h\(Int.random(in: 0...9))[.]example"]
            .randomElement() ?? ""
        }
        files.append(lines.joined(separator: "\n"))
      }
      let rehearsal = try IntakeRehearsal(temporary.reopened(.readOnly))
      let foretold = try files.map { try temporary.rehearse($0, format: .lines, rehearsal) }
      let real = try files.map { try temporary.ledger.take($0, format: .lines) }
      for (foretold, real) in zip(foretold, real) {
        expectBalanced(real)
        #expect(foretold.fates.map(\.fate) == real.fates.map(\.fate) && foretold.events == real.events)
      }
    }
  }

  private func expectBalanced(_ report: IntakeReport, at location: SourceLocation = #_sourceLocation) {
    let parts = [report.new, report.known, report.rejectedTotal, report.setAsideTotal, report.skipped]
    #expect(report.read == parts.reduce(0, +), sourceLocation: location)
    #expect(report.skipped == report.skippedBy.values.reduce(0, +), sourceLocation: location)
  }
}

extension TemporaryLedger {
  /// Rehearses the intake of a text.
  fileprivate func rehearse(
    _ text: String, format: IntakeFormat, _ rehearsal: IntakeRehearsal? = nil
  ) throws -> IntakeReport {
    let ledger = try reopened(.readOnly)
    var rest = Array(text.utf8)[...]
    let reader = try format.reader(fileName: "feed.txt") {
      defer { rest = [] }
      return Array(rest)
    }.reader
    let intake = Intake(
      ledger, options: IntakeOptions(source: "feed"), file: "feed.txt",
      rehearsal: try rehearsal ?? IntakeRehearsal(ledger))
    try intake.run(reader)
    return intake.report
  }
}
