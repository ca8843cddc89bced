import Indicators
import Scoring
import TestSupport
import Testing
import Time

@testable import Ledger

@Suite("Sorting the rows of list")
struct RowSorterTests {
  private func rows(_ seed: UInt64) -> [ListRow] {
    var random = SeededGenerator(seed: seed)
    let values = ["é.example", "e\u{301}.example", "z.example", "a.example", "", "10.0.0.1", "\u{FFFF}", "\u{1F600}"]
    return (0..<400).map { number in
      func time() -> Timestamp? {
        Bool.random(using: &random) ? Timestamp(milliseconds: .random(in: -5...5, using: &random)) : nil
      }
      let value = values.randomElement(using: &random).map { "\(number % 40)\($0)" } ?? ""
      return ListRow(
        indicator: Indicator(Bool.random(using: &random) ? .domain : .url, canonical: value),
        score: Score(
          hundredths: .random(in: 0...3, using: &random) * 3333,
          verdict: Verdict.allCases.randomElement(using: &random) ?? .unknown),
        labels: number % 3 == 0 ? ["c2", "späť"] : [], sources: number % 2 == 0 ? ["feed"] : [], firstSeen: time(),
        lastSeen: time())
    }
  }

  @Test(
    "rows that do not fit into memory come in the same order, and whole", arguments: ListQuery.Order.allCases,
    [nil, 0, 1, 37, 399, 1000])
  func spilled(order: ListQuery.Order, limit: Int?) throws {
    let seed = UInt64.random(in: 0..<1_000_000)
    var query = ListQuery()
    query.order = order
    query.limit = limit
    func sorted(mostInMemory: Int) throws -> [ListRow] {
      var sorter = RowSorter(query, mostInMemory: mostInMemory)
      for row in rows(seed) { try sorter.add(row) }
      var given: [ListRow] = []
      try sorter.forEach { given.append($0) }
      return given
    }
    let all = try sorted(mostInMemory: .max)
    #expect(all.count == min(limit ?? .max, 400), "seed \(seed)")
    let few = try sorted(mostInMemory: 10)
    let isOrdered = zip(all, few).allSatisfy { left, right in
      left.indicator == right.indicator
        && (order != .score || left.score.hundredths == right.score.hundredths)
        && (order != .firstSeen || left.firstSeen == right.firstSeen)
        && (order != .lastSeen || left.lastSeen == right.lastSeen)
    }
    #expect(few.count == all.count && isOrdered, "seed \(seed)")
    if limit == nil { #expect(Set(few) == Set(all), "seed \(seed)") }
  }
}
