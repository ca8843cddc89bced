import EventLog
import Events
import Indicators
import TestSupport
import Testing
import Time

@testable import Views

@Suite("Rows that wait for the turn of their streams")
struct SpoolTests {
  private let names = FieldNames()

  /// What tells one row from another.
  private func words(_ row: RowSummary) -> String {
    """
    \(row.seq) \(row.streamID) \(row.type) \(row.source) \(String(describing: row.trafficLight)) \(row.observedAt) \
    \(row.receivedAt) \(row.recordedAt) \(row.statementKey) \(row.status) \(row.seen) \(row.details.rawValue) \
    \(Array(row.fields.facts))
    """
  }

  private func withRandomRow(
    _ generator: inout SeededGenerator, _ body: (RowSummary) throws -> Void
  ) rethrows {
    // Small and large ones, and those at the ends.
    func number(_ generator: inout SeededGenerator) -> Int64 {
      let any = Int64.random(in: .min ... .max, using: &generator)
      return [any, any % 1000, .min, .max, 0].randomElement(using: &generator) ?? 0
    }
    let facts = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
      UInt8.random(in: 0...255, using: &generator)
    }
    let numbers = (0..<8).map { _ in number(&generator) }
    try facts.withUnsafeBytes { facts in
      let row = RowSummary(
        seq: numbers[0], streamID: numbers[1], type: EventType.allCases.randomElement(using: &generator) ?? .noteAdded,
        source: Int.random(in: 0..<1 << 24, using: &generator),
        trafficLight: Bool.random(using: &generator) ? TrafficLight.allCases.randomElement(using: &generator) : nil,
        observedAt: Timestamp(milliseconds: numbers[2]), receivedAt: Timestamp(milliseconds: numbers[3]),
        recordedAt: Timestamp(milliseconds: numbers[4]), statementKey: numbers[5],
        status: ObservationStatus.allCases.randomElement(using: &generator) ?? .found,
        seen: (
          Bool.random(using: &generator) ? numbers[6] : nil, Bool.random(using: &generator) ? numbers[7] : nil
        ), details: RowSummary.Details(rawValue: UInt8.random(in: 0..<16, using: &generator)),
        fields: StoredFields(facts: facts, names: names))
      try body(row)
    }
  }

  @Test("come back as they went in")
  func roundTrip() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    var bytes: [UInt8] = []
    var written: [String] = []
    for _ in 0..<500 {
      withRandomRow(&generator) { row in
        SpooledRow.append(row, to: &bytes)
        written.append(words(row))
      }
    }
    var read: [String] = []
    try bytes.withUnsafeBytes { try SpooledRow.forEach(in: $0, names) { read.append(words($0)) } }
    #expect(read == written, "seed \(seed)")
  }

  @Test("are an error where a disk has changed them, never a crash")
  func damage() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    var whole: [UInt8] = []
    withRandomRow(&generator) { SpooledRow.append($0, to: &whole) }
    for length in 1..<whole.count {
      #expect(throws: EventLogError.self, "seed \(seed)") {
        try whole.prefix(length).withUnsafeBytes { try SpooledRow.forEach(in: $0, names) { _ in } }
      }
    }
    for _ in 0..<1000 {
      var bytes = whole
      bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator)
      bytes.withUnsafeBytes { bytes in try? SpooledRow.forEach(in: bytes, names) { _ = words($0) } }
    }
  }

  @Test("are kept in memory up to a limit, then in a file, and read alike", arguments: [0, 1500, .max])
  func places(_ limit: Int) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    let ledger = try TemporaryLedger()
    var spool = Spool(ledger.folder, inMemory: limit, isIndulgent: false)
    var written: [[String]] = Array(repeating: [], count: 3)
    for _ in 0..<20 {
      var rows: [UInt8] = []
      var ends: [Int] = []
      for partition in 0..<3 {
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
          withRandomRow(&generator) { row in
            SpooledRow.append(row, to: &rows)
            written[partition].append(words(row))
          }
        }
        ends.append(rows.count)
      }
      try spool.append(rows, ends: ends)
    }
    #expect(spool.bytesInFile == 0 ? limit == .max : limit < .max)
    for partition in 0..<3 {
      var read: [String] = []
      try spool.forEachRow(ofPartition: partition, names) { read.append(words($0)) }
      #expect(read == written[partition], "seed \(seed)")
    }
  }

  @Test("find an error with words where there can be no file, or stay in memory where that is asked for")
  func noFile() throws {
    let nowhere = LedgerFolder("/nowhere/at/all")
    var strict = Spool(nowhere, inMemory: 0, isIndulgent: false)
    let error = #expect(throws: EventLogError.self) { try strict.append([1, 2, 3], ends: [3]) }
    #expect(error?.description.contains("/nowhere/at/all") == true)

    var generator = SeededGenerator(seed: 1)
    var indulgent = Spool(nowhere, inMemory: 0, isIndulgent: true)
    var rows: [UInt8] = []
    withRandomRow(&generator) { SpooledRow.append($0, to: &rows) }
    try indulgent.append(rows, ends: [rows.count])
    var count = 0
    try indulgent.forEachRow(ofPartition: 0, names) { _ in count += 1 }
    #expect(count == 1)
  }
}
