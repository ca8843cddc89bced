import Events
import Indicators
import Time

extension Scorer {
  /// The score of an indicator, as at a seq and as of a time.
  public func score(_ evidence: Evidence, asAt seq: Int64 = .max, asOf moment: Timestamp) -> Score {
    score(evidence.selection(asAt: seq, asOf: moment), of: evidence.indicator, asOf: moment)
  }

  /// The score of a selection that was made as of the same time.
  public func score(_ selection: Selection, of indicator: Indicator, asOf moment: Timestamp) -> Score {
    var scorer = self
    scorer.add(selection, of: indicator, asOf: moment)
    return scorer.finish(value: indicator.value, judgement: selection.judgement)
  }

  /// What makes up the score of an indicator.
  public func explain(_ evidence: Evidence, asAt seq: Int64 = .max, asOf moment: Timestamp) -> Explanation {
    explain(evidence.selection(asAt: seq, asOf: moment), of: evidence.indicator, asOf: moment)
  }

  /// What makes up the score of a selection that was made as of the same time.
  public func explain(_ selection: Selection, of indicator: Indicator, asOf moment: Timestamp) -> Explanation {
    var scorer = self
    scorer.beliefs = []
    scorer.add(selection, of: indicator, asOf: moment)
    return scorer.explanation(value: indicator.value, judgement: selection.judgement)
  }

  /// The scorecard's tags whose conditions hold, in the scorecard's order.
  public func tags(_ selection: Selection, of indicator: Indicator, score: Score) -> [String] {
    var tags: [String] = []
    for rule in scorecard.settings.tags where !tags.contains(rule.tag) {
      let holds = rule.alternatives.contains { tests in
        tests.allSatisfy { $0.holds(for: values(of: $0.field, selection, indicator, score)) }
      }
      if holds { tags.append(rule.tag) }
    }
    return tags
  }

  private func values(
    of field: String, _ selection: Selection, _ indicator: Indicator, _ score: Score
  ) -> [String] {
    switch field {
    case "label": selection.labels
    case "kind": [indicator.kind.rawValue]
    case "value": [indicator.value]
    case "source": selection.observations.filter(\.isFound).map { rules.name($0.source) }
    case "tlp": selection.trafficLight.map { [$0.name] } ?? []
    case "score": [score.text]
    case "verdict": [score.verdict.name]
    default: selection.observations.filter(\.isFound).flatMap { values(ofSignal: field, in: $0.facts) }
    }
  }

  /// The plain texts of a signal's value, one for each element of a list.
  private func values(ofSignal name: String, in facts: ArraySlice<UInt8>) -> [String] {
    facts.withUnsafeBytes { bytes in
      guard var cursor = try? FactsCursor(bytes) else { return [] }
      while let fact = try? cursor.next() {
        guard rules.name(fact.symbol) == name, let value = try? fact.value.decoded() else { continue }
        return value.list.map { $0.map(\.plainText) } ?? [value.plainText]
      }
      return []
    }
  }

  private mutating func add(_ selection: Selection, of indicator: Indicator, asOf moment: Timestamp) {
    begin(kind: indicator.kind, asOf: moment, lastPositiveSighting: selection.lastPositiveSighting)
    for observation in selection.observations where observation.isFound {
      add(observation.facts, source: observation.source, seq: observation.seq, observedAt: observation.observedAt)
    }
  }

  /// Adds facts that ``Evidence`` has read through before.
  mutating func add(_ facts: ArraySlice<UInt8>, source: Int, seq: Int64, observedAt: Timestamp) {
    facts.withUnsafeBytes { bytes in
      // They were read to the end when they were taken in, so that they cannot be damaged.
      try? add(source: source, seq: seq, observedAt: observedAt, facts: bytes)
    }
  }
}
