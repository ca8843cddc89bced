import Testing

@testable import Scoring

@Suite struct ScorecardChangeTests {
  @Test("only what says something else is a change, by its path")
  func changes() throws {
    let old = try scorecard(
      """
      name: old
      sources: {default: {weight: 0.6}, a: {weight: 0.5, group: g}}
      signals:
        x.y: {curve: [[0, 0], [10, 0.5]], values: {bad: 0.8}}
        x.z: {values: {"true": 1}}
      decay: {default: {model: half-life, half-life: 30d}, ipv4: {model: none}}
      allowlists: [{list: l, cap: 20}]
      tags: [{tag: t, when: {label: a}}]
      """, lists: ["l": #"{"type": "string", "list": []}"#])
    let new = try scorecard(
      """
      # Another layout, with comments.
      name: new
      combine: max
      sources:
        a: {weight: 0.5}
        default: {weight: 0.6}
      signals:
        x.y:
          curve: [[0.0, 0], [10, 0.75]]
          values: {bad: 0.8, worse: 0.9}
      decay: {default: {model: half-life, half-life: 720h}, ipv4: {model: polynomial, lifetime: 47d, pound: 0.55}}
      allowlists: [{list: l, cap: 10.5}]
      tags: [{tag: t, when: {label: [a, b]}}]
      """, lists: ["l": #"{"type": "string", "list": ["x"]}"#])
    let changes = old.changes(to: new).filter { $0.path != "lists.l" }
    #expect(
      changes.map { "\($0.path): \($0.from ?? "-") → \($0.to ?? "-")" } == [
        "allowlists.l.cap: 20 → 10.5", "combine: noisy-or → max",
        "decay.ipv4: none → polynomial, lifetime 47d, pound 0.55", "name: old → new",
        "signals.x.y.curve: [[0, 0], [10, 0.5]] → [[0, 0], [10, 0.75]]",
        "signals.x.y.values.worse: - → 0.9", "signals.x.z.values.true: 1 → -", "sources.a.group: g → -",
        "tags.1.t: label: a → label: a, b",
      ])
    #expect(old.changes(to: new).contains { $0.path == "lists.l" })
    #expect(old.changes(to: old).isEmpty)
  }
}
