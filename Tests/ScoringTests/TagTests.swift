import Events
import Indicators
import Testing
import Time

@testable import Scoring

@Suite struct TagTests {
  @Test(
    "conditions",
    arguments: [
      (#"{label: C2}"#, true), (#"{label: c}"#, false), (#"{"label|contains": mot}"#, true),
      (#"{"label|startswith": rem}"#, true),
      (#"{"label|endswith": ["x", "te"]}"#, true), (#"{"label|contains|all": [emo, c2]}"#, true),
      (#"{"label|contains|all": [emo, zzz]}"#, false), (#"{label: "r*t?"}"#, true), (#"{label: "r\\*te"}"#, false),
      (#"{kind: ipv4, "value|cidr": 198.51.100.0/24}"#, true), (#"{"value|cidr": ["10.0.0.0/8"]}"#, false),
      (#"{kind: ipv6, "value|cidr": 198.51.100.0/24}"#, false), (#"[{kind: ipv6}, {kind: ipv4}]"#, true),
      (#"{"score|gte": 50}"#, true), (#"{"score|gt": 50}"#, false), (#"{"score|lt": 50.01}"#, true),
      (#"{"score|lt": 50}"#, false), (#"{"score|lte": 49}"#, false), (#"{"score|lte": 50}"#, true),
      (#"{verdict: suspicious}"#, true), (#"{tlp: amber}"#, true), (#"{source: feed}"#, true),
      (#"{source: gone}"#, false),
      (#"{x.belief: 0.5}"#, true), (#"{"x.tags": tor}"#, true), (#"{"x.tags|exists": true}"#, true),
      (#"{"y.tags|exists": false}"#, true),
      (#"{"y.tags|exists": true}"#, false), (#"{x.flag: true}"#, true), (#"{"x.ports|gt": 400}"#, true),
      (#"{"x.ports": 443}"#, true),
      (#"{"y.ghost|exists": true}"#, false),
    ])
  func conditions(condition: String, holds: Bool) throws {
    let card = try scorecard(
      "name: t\nsignals: {x.belief: {curve: [[0, 0], [1, 1]]}}\ntags: [{tag: yes, when: \(condition)}]")
    let symbols = SymbolTable()
    let evidence = try gather(
      [
        TestEvent(
          seq: 1, observed: 0, recorded: 0,
          facts: [
            "x.belief": 0.5, "x.tags": ["Tor", "vpn"], "x.flag": true, "x.ports": [22, 443],
            "labels": ["c2", "remote", "emotet"],
          ]),
        TestEvent(
          seq: 2, source: "gone", observed: 0, recorded: 0, facts: ["status": "not_found", "y.ghost": true]),
        TestEvent(seq: 3, type: .trafficLightSet, observed: 0, recorded: 0, facts: ["tlp": "amber"]),
      ], symbols)
    let scorer = Scorer(card, symbols: symbols.names)
    let selection = evidence.selection(asOf: hour(1))
    let score = scorer.score(selection, of: address, asOf: hour(1))
    #expect(scorer.tags(selection, of: address, score: score) == (holds ? ["yes"] : []))
  }

  @Test(
    "wildcards",
    arguments: [
      ("*", "", true), ("*", "abc", true), ("a*c", "abc", true), ("a*c", "abcd", false), ("?", "", false),
      ("a?c", "abc", true), ("**a**", "bab", true), (#"\*"#, "*", true), (#"\*"#, "x", false), ("", "", true),
      ("", "a", false), ("*ab*ab", "abaab", true), (#"a\"#, #"a\"#, true),
    ])
  func wildcards(pattern: String, text: String, matches: Bool) {
    #expect(matchesWildcards(Array(pattern.utf8), Array(text.utf8)) == matches)
  }

  @Test("hostile wildcards take their time, but not for ever", .timeLimit(.minutes(10)))
  func hostileWildcards() {
    let pattern = Array(String(repeating: "a*", count: 2000).utf8) + [0x62]
    #expect(!matchesWildcards(pattern, Array(repeating: 0x61, count: 5000)))
  }
}
