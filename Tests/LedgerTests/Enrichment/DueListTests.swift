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
    var random = SplitMix(state: seed)
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

  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return mixed ^ mixed >> 31
    }
  }
}
