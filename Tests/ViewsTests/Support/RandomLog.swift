import Events
import Indicators
import Scoring
import TestSupport
import Time

/// Random events about a few indicators and an entity, so few that everything happens to them: late observations,
/// clocks that go back, retractions of anything, equal times.
struct RandomLog {
  var generator: SeededGenerator
  private var clock = 0.0

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  static let streams = [
    address, StreamKey(Indicator(.domain, canonical: "evil.example")),
    StreamKey(Indicator(.sha256, canonical: String(repeating: "ab", count: 32))), campaign,
  ]

  mutating func drafts(_ count: Int) -> [EventDraft] {
    (1...count).map { seq in
      clock += Double(Int.random(in: -3...6, using: &generator))
      let observed = clock - Double(Int.random(in: -4...12, using: &generator))
      let (type, facts) = content(Int64(seq), count, observed)
      let marking: TrafficLight? = chance(8) ? TrafficLight.allCases.randomElement(using: &generator) : nil
      return draft(
        Int64(seq), type, about: pick(Self.streams) ?? address, source: pick(["alpha", "beta", "gamma"]) ?? "",
        at: observed, facts: facts, tlp: marking)
    }
  }

  private mutating func content(_ seq: Int64, _ count: Int, _ observed: Double) -> (EventType, Facts) {
    let label: Facts = ["label": .text(pick(["c2", "phishing", "é"]) ?? "")]
    switch Int.random(in: 0..<26, using: &generator) {
    case 0, 1:
      // Mostly an earlier event, now and then itself or one to come.
      let earlier = Int64.random(in: 1...min(Int64(count), seq + 3), using: &generator)
      return (chance(3) ? .observationRestored : .observationRetracted, ["seq": .integer(earlier)])
    case 2, 3: return (.sightingRecorded, chance(2) ? [:] : ["positive": .bool(.random(using: &generator))])
    case 4, 5:
      var facts: Facts = ["verdict": .text(chance(6) ? "of a newer program" : pick(Verdict.allCases)?.name ?? "")]
      if chance(2) { facts["score"] = .integer(Int64.random(in: -100...10_100, using: &generator)) }
      if chance(2) {
        facts["expires"] = .integer(hour(observed + Double(Int.random(in: 0...9, using: &generator))).milliseconds)
      }
      return (.judgementSet, facts)
    case 6: return (.judgementCleared, [:])
    case 7: return (.labelAdded, label)
    case 8: return (.labelRemoved, label)
    case 9: return (.trafficLightSet, ["tlp": .text(chance(5) ? "nonsense" : pick(TrafficLight.allCases)?.name ?? "")])
    case 10: return (.lookupStarted, [:])
    case 11: return (.lookupFailed, chance(2) ? [:] : ["reason": .text(pick(["429", "html"]) ?? "")])
    case 12: return (.lookupWithheld, ["reason": .text(pick(["tlp", "internal"]) ?? "")])
    case 13: return (.connectorPaused, ["until": .integer(hour(observed + 1).milliseconds), "reason": "429"])
    case 14: return (.entityImported, chance(2) ? [:] : ["name": .text(pick(["One", "Two"]) ?? "")])
    case 15: return (.relationshipAsserted, relation())
    case 16: return (.relationshipRetracted, relation())
    case 17: return chance(2) ? (.noteAdded, ["length": 4]) : (.markingStated, pap())
    case 18: return (.indicatorDelisted, delisting(observed))
    default: return (chance(2) ? .observationRecorded : .indicatorIngested, observation(observed))
    }
  }

  private mutating func pap() -> Facts {
    ["pap": .text(chance(6) ? "nonsense" : pick(PermissibleActions.allCases)?.name ?? "")]
  }

  private mutating func relation() -> Facts {
    let target = pick(Self.streams) ?? address
    return [
      "type": .text(pick(["indicates", "resolves-to"]) ?? ""), "target_kind": .text(target.kind),
      "target_value": .text(target.value),
    ]
  }

  /// A few objects with versions around the time of the event, so that they come in any order and in ties.
  private mutating func version(_ observed: Double) -> Facts {
    var facts: Facts = ["object": .text(pick(["indicator--1", "indicator--2"]) ?? "")]
    if !chance(5) {
      facts["version"] = .integer(hour(observed + Double(Int.random(in: -4...4, using: &generator))).milliseconds)
    }
    return facts
  }

  private mutating func delisting(_ observed: Double) -> Facts {
    var facts: Facts = ["reason": .text(chance(6) ? "of a newer program" : pick(Ending.allCases)?.rawValue ?? "")]
    if !chance(4) { facts.merge(version(observed)) }
    return facts
  }

  private mutating func observation(_ observed: Double) -> Facts {
    let statuses: [ObservationStatus] = [.found, .found, .found, .found, .notFound, .failed, .withheld]
    var facts: Facts = ["a.count": .integer(Int64.random(in: 0...20, using: &generator))]
    if !chance(8) { facts["status"] = .text(pick(statuses)?.rawValue ?? "") }
    if chance(2) { facts["b.flag"] = .bool(.random(using: &generator)) }
    if chance(3) { facts["labels"] = .texts([pick(["c2", "phishing", "spam"]) ?? ""]) }
    if chance(6) { facts.merge(pap()) }
    if chance(2) { facts.merge(version(observed)) }
    if chance(3) { facts["feed.to_ids"] = .bool(.random(using: &generator)) }
    if chance(4) {
      let until = hour(observed + Double(Int.random(in: -5...20, using: &generator)))
      facts["valid_until"] = chance(2) ? .text(until.rfc3339) : .integer(until.milliseconds)
    }
    if chance(4) { facts["first_seen"] = .integer(hour(-50).milliseconds) }
    if chance(3) {
      let target = pick(Self.streams) ?? address
      facts["relations"] = [.texts(["communicates-with", target.kind, target.value])]
    }
    return facts
  }

  private mutating func chance(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &generator) == 0 }

  private mutating func pick<Element>(_ elements: [Element]) -> Element? { elements.randomElement(using: &generator) }

  static let scorecard = """
    name: random
    sources:
      alpha: {weight: 0.9}
      beta: {weight: 0.7, group: one}
      gamma: {weight: 0.6, group: one}
      default: {weight: 0.5}
    signals:
      a.count: {curve: [[0, 0], [20, 0.9]]}
      b.flag: {values: {"true": 0.4, "false": -0.5}}
    decay:
      default: {model: half-life, half-life: 20h}
    """
}
