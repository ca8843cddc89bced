import EventLog
import Events
import Testing

@testable import Views

@Suite("The same log gives the same views")
struct EquivalenceTests {
  @Test("however it is cut into batches, caught up with, rebuilt or folded in memory", arguments: [UInt64](1...12))
  func metamorphic(seed: UInt64) throws {
    var random = RandomLog(seed: seed)
    let drafts = random.drafts(150)
    let ledger = try TemporaryLedger()
    // Caught up now and then while the log grows.
    var rest = drafts[...]
    while !rest.isEmpty {
      let count = Int.random(in: 1...40, using: &random.generator)
      try ledger.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
      _ = try ledger.views()
    }
    let grown = try ledger.views()
    let hash = try grown.stateHash()
    try grown.catchUp(with: ledger.log)
    #expect(try grown.stateHash() == hash, "seed \(seed): caught up twice")
    #expect(try Views.inMemory(for: ledger.log).stateHash() == hash, "seed \(seed): in memory")
    for batch in [Int64(1), 2, 7, 149, 150, 1000] {
      let views = try emptyViews()
      try views.catchUp(with: ledger.log, batch: batch)
      #expect(try views.stateHash() == hash, "seed \(seed): batches of \(batch)")
    }
    #expect(
      try ledger.log.exclusively { try Views.rebuild(for: ledger.log) }.stateHash() == hash, "seed \(seed): rebuilt")
    #expect(try Views.upToDate(for: ledger.open()).stateHash() == hash, "seed \(seed): read")
  }

  @Test("each state is the fold of its stream, packed and unpacked", arguments: [UInt64](1...12))
  func states(seed: UInt64) throws {
    var random = RandomLog(seed: seed)
    let ledger = try TemporaryLedger()
    try ledger.append(random.drafts(150))
    let views = try Views.inMemory(for: ledger.log)
    var count = 0
    try views.forEachIndicator { packed in
      count += 1
      let state = try packed.state()
      let folded = try IndicatorState.folding(stream: packed.id, of: ledger.log)
      let again = try state.encoded().withUnsafeBytes { try IndicatorState(encoded: $0) }
      let key = try ledger.log.stream(packed.id)
      #expect(state == folded, "seed \(seed)")
      #expect(again == state, "seed \(seed)")
      #expect(key == StreamKey(packed.indicator))
    }
    #expect(count == 3)
    #expect(try views.indicatorCounts().map(\.count).reduce(0, +) == 3)
  }

  @Test("packed states that are damaged are an error, never a crash", arguments: [UInt64](1...10))
  func hostile(seed: UInt64) throws {
    var random = RandomLog(seed: seed)
    let ledger = try TemporaryLedger()
    try ledger.append(random.drafts(60))
    let state = try #require(
      try IndicatorState.folding(stream: 1, of: ledger.log) ?? .folding(stream: 2, of: ledger.log))
    let whole = state.encoded()
    for _ in 0..<500 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &random.generator) {
        bytes[Int.random(in: bytes.indices, using: &random.generator)] = .random(in: 0...255, using: &random.generator)
      }
      if Bool.random(using: &random.generator) {
        bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random.generator))
      }
      bytes.withUnsafeBytes { bytes in _ = try? IndicatorState(encoded: bytes) }
    }
    for length in 0..<whole.count {
      #expect(throws: FactsError.self) {
        try Array(whole.prefix(length)).withUnsafeBytes { _ = try IndicatorState(encoded: $0) }
      }
    }
  }

  private func emptyViews() throws -> Views {
    let empty = try TemporaryLedger()
    return try Views.inMemory(for: empty.log)
  }
}
