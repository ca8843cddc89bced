import Events
import Indicators
import TestSupport
import Testing
import Time

@testable import Interchange

@Suite("Statements that wait")
struct HeldStatementsTests {
  @Test("come out as they went in, in order, whatever they say")
  func order() {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    func time() -> Timestamp? {
      Bool.random(using: &random)
        ? Timestamp(milliseconds: .random(in: -1_000_000...9_000_000_000_000, using: &random)) : nil
    }
    var statements: [Statement] = []
    for index in 0..<30_000 {
      let value = String(repeating: "x", count: .random(in: 0...200, using: &random)) + "é\(index)"
      var statement = Statement(
        indicator: Indicator(IndicatorKind.allCases.randomElement(using: &random) ?? .url, canonical: value),
        signals: ["feed.listed": .bool(.random(using: &random)), "feed.to_ids": .bool(.random(using: &random))],
        statedAt: time(), firstSeen: time(), lastSeen: time(), line: .random(in: 1...9_000_000, using: &random))
      if index % 7 == 0 { statement.labels = ["a"] }
      if index % 11 == 0 { statement.trafficLight = .green }
      if index % 5 == 0 { statement.permissibleActions = .amber }
      if index % 3 == 0 {
        let id = "5c3c46a0-efae-4e0a-891c-\(String(index + (1 << 44), radix: 16))"
        statement.object = SourceObject(id: id, version: index % 2 == 0 ? statement.statedAt : time())
      }
      if index % 13 == 0 { statement.signals["feed.confidence"] = 5 }
      if index % 17 == 0 {
        statement.signals = ["a.b": .list([.bool(true), 2, .number(0.5), "é"]), "feed.listed": "odd"]
      }
      if index % 19 == 0 {
        let target = StreamKey(kind: "ipv4", value: "192.0.2.1")
        statement.relations = [Relation(type: "x", target: target), Relation(type: "y", target: target, name: "n")]
      }
      statements.append(statement)
    }
    var held = HeldStatements()
    #expect(held.isEmpty && held.popFirst() == nil)
    for statement in statements { held.append(statement) }
    #expect(!held.isEmpty && !held.isFull)
    for (index, statement) in statements.enumerated() where held.popFirst() != statement {
      Issue.record("statement \(index) differs, seed \(seed)")
      return
    }
    #expect(held.popFirst() == nil && held.isEmpty)
  }

  @Test("are bounded")
  func bounds() {
    let value = String(repeating: "x", count: 1 << 20)
    var held = HeldStatements()
    var count = 0
    while !held.isFull, count < 1000 {
      held.append(
        Statement(
          indicator: Indicator(.url, canonical: value), signals: ["feed.listed": true, "feed.to_ids": true], line: 1))
      count += 1
    }
    #expect(count < 128)
  }
}
