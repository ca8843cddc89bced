import TestSupport
import Testing

@testable import Ledger

@Suite("The order of due lookups")
struct DueListTests {
  @Test("what was never answered goes first, then the higher score, then the one ingested first")
  func order() {
    let first = DueLookup(stream: 9, precedence: .neverAnswered, hundredths: 0)
    let second = DueLookup(stream: 8, precedence: .stale, hundredths: 9000)
    let third = DueLookup(stream: 3, precedence: .stale, hundredths: 100)
    let fourth = DueLookup(stream: 4, precedence: .stale, hundredths: 100)
    let last = DueLookup(stream: 1, precedence: .failedLately, hundredths: 10_000)
    var list = DueList(capacity: 10)
    for lookup in [last, fourth, second, third, first] { list.add(lookup) }
    #expect(Array(list.first) == [first, second, third, fourth, last])
  }

  @Test("a list that keeps few has the same first ones as one that keeps all", arguments: 1...40)
  func bounded(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 0...500, using: &random)
    let capacity = Int.random(in: 1...60, using: &random)
    var bounded = DueList(capacity: capacity)
    var all: [DueLookup] = []
    for stream in (1...Int64(count + 1)).shuffled(using: &random) {
      let lookup = DueLookup(
        stream: stream, precedence: [.neverAnswered, .stale, .failedLately].randomElement(using: &random) ?? .stale,
        hundredths: Int32.random(in: 0...20, using: &random))
      bounded.add(lookup)
      all.append(lookup)
    }
    #expect(Array(bounded.first) == Array(all.sorted { $0.precedes($1) }.prefix(capacity)), "seed \(seed)")
    #expect(bounded.count == Int64(all.count))
  }
}
