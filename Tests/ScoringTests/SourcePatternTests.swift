import Events
import Testing

@testable import Scoring

@Suite("Patterns of source names in scorecards")
struct SourcePatternTests {
  @Test(
    "an asterisk stands for any run of characters, and nothing else does",
    arguments: [
      ("bots-*", "bots-eu", true), ("bots-*", "bots-", true), ("bots-*", "bots", false),
      ("bots-*", "my-bots-eu", false),
      ("*-bots", "eu-bots", true), ("*-bots", "eu-bots-2", false), ("a*b*c", "abc", true),
      ("a*b*c", "axxbyybzzc", true),
      ("a*b*c", "acb", false), ("ab*ba", "aba", false), ("ab*ba", "abba", true), ("*", "anything", true),
      ("*", "", true),
      ("a**b", "a-b", true), ("a?b*", "axb", false), ("a?b*", "a?bc", true), ("a.*", "abc", false),
      ("é*", "école", true),
      ("*x*", "no", false), ("*x*", "ax", true),
    ])
  func matching(pattern: String, name: String, matches: Bool) throws {
    #expect(try #require(SourcePattern(pattern)).matches(name) == matches)
  }

  @Test("a name without an asterisk is no pattern")
  func plain() { #expect(SourcePattern("bots-eu") == nil) }

  @Test("matching agrees with the general wildcards for random patterns")
  func random() throws {
    for _ in 0..<20_000 {
      let pattern = String((0..<Int.random(in: 1...7)).map { _ in "ab*".randomElement() ?? "a" }) + "*"
      let name = String((0..<Int.random(in: 0...9)).map { _ in "ab".randomElement() ?? "a" })
      let expected = matchesWildcards(Array(pattern.utf8), Array(name.utf8))
      #expect(try #require(SourcePattern(pattern)).matches(name) == expected, "\(pattern) \(name)")
    }
  }

  @Test("an exact name beats a pattern, more letters beat fewer, then the order of the bytes decides")
  func precedence() throws {
    let card = try scorecard(
      """
      name: t
      sources:
        "*": {weight: 0.05}
        bots-*: {weight: 0.1}
        bots-eu-*: {weight: 0.2}
        "*-east-9": {weight: 0.3}
        "*-eu-west-1": {weight: 0.35}
        bots-eu-west-7: {weight: 0.4}
        default: {weight: 0.5}
      signals: {x.belief: {curve: [[0, 0], [1, 1]]}}
      """)
    func weight(_ name: String) -> Double { card.settings.source(name).weight }
    #expect(weight("bots-eu-west-7") == 0.4)
    #expect(weight("bots-eu-west-1") == 0.35)
    #expect(weight("bots-eu-east-9") == 0.2 && weight("bots-us-east-9") == 0.3)
    #expect(weight("bots-us") == 0.1 && weight("other") == 0.05)
  }

  @Test("sources that match a pattern with a group count once, also one that the dictionary gets later")
  func group() throws {
    func score(_ sources: String) throws -> Int32 {
      let symbols = SymbolTable(["status", "x.belief"])
      let card = try scorecard(
        "name: t\nsources: \(sources)\nsignals: {x.belief: {curve: [[0, 0], [1, 1]]}}")
      let evidence = try gather(
        ["list-1", "list-2", "list-3"].enumerated().map { index, source in
          TestEvent(seq: Int64(index + 1), source: source, observed: 0, recorded: 0, facts: ["x.belief": 0.5])
        }, symbols)
      return Scorer(card, symbols: symbols.names).score(evidence, asOf: epoch).hundredths
    }
    #expect(try score("{default: {weight: 1}}") == 8750)
    #expect(try score("{list-*: {weight: 1, group: lists}, default: {weight: 1}}") == 5000)
    #expect(try score("{list-*: {weight: 1}, default: {weight: 0}}") == 8750)
    #expect(try score("{list-*: {weight: 1, group: lists}, list-3: {weight: 1}, default: {weight: 1}}") == 7500)
  }

  @Test("a pattern is checked as strictly as a name, and comparing scorecards names it")
  func checked() throws {
    #expect(throws: ScorecardError.self) {
      try scorecard(
        "name: t\nsources: {list-*: {wieght: 1}, default: {weight: 1}}\nsignals: {x.belief: {curve: [[0, 0], [1, 1]]}}")
    }
    let rest = "signals: {x.belief: {curve: [[0, 0], [1, 1]]}}"
    let from = try scorecard("name: t\nsources: {list-*: {weight: 1, group: a}, default: {weight: 1}}\n\(rest)")
    let to = try scorecard("name: t\nsources: {list-*: {weight: 1, group: b}, default: {weight: 1}}\n\(rest)")
    #expect(from.changes(to: to) == [ScorecardChange(path: "sources.list-*.group", from: "a", to: "b")])
  }
}
