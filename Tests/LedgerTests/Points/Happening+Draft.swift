import Events
import Indicators
import Scoring
import Time

extension Happening {
  /// The event that records it.
  var draft: EventDraft {
    EventDraft(
      id: EventID(at: moment(hour: 0), entropy: (0, UInt64(seq))), stream: StreamKey(indicator), type: type,
      source: source, actor: "tester", trafficLight: marking, observedAt: moment(hour: hour),
      receivedAt: moment(hour: hour), facts: facts)
  }

  private var type: EventType {
    switch content {
    case .observation: source == "alpha" ? .indicatorIngested : .observationRecorded
    case .sighting: .sightingRecorded
    case .judgement: .judgementSet
    case .cleared: .judgementCleared
    case .label(_, let isAdded): isAdded ? .labelAdded : .labelRemoved
    case .marking: .trafficLightSet
    case .note: .noteAdded
    case .failed: .lookupFailed
    case .withheld: .lookupWithheld
    case .relation(_, let isAsserted): isAsserted ? .relationshipAsserted : .relationshipRetracted
    case .retraction: .observationRetracted
    }
  }

  var facts: Facts {
    switch content {
    case .observation(let isFound, let count, let flag, let labels, let relation):
      var facts: Facts = ["status": isFound ? "found" : "not_found", "a.count": .integer(count)]
      facts["b.flag"] = flag.map { .bool($0) }
      if !labels.isEmpty { facts["labels"] = .texts(labels) }
      if let relation { facts["relations"] = [.texts([relation.type, relation.target.kind, relation.target.value])] }
      return facts
    case .sighting(let isPositive): return isPositive ? [:] : ["positive": false]
    case .judgement(let verdict, let hundredths, let expires):
      var facts: Facts = ["verdict": .text(verdict.name)]
      facts["score"] = hundredths.map { .integer($0) }
      facts["expires"] = expires.map { .integer(moment(hour: $0).milliseconds) }
      return facts
    case .label(let label, _): return ["label": .text(label)]
    case .marking(let marking): return ["tlp": .text(marking.name)]
    case .failed: return ["reason": "429"]
    case .withheld: return ["reason": "tlp"]
    case .relation(let link, _):
      return [
        "type": .text(link.type), "target_kind": .text(link.target.kind), "target_value": .text(link.target.value),
      ]
    case .retraction(let seq): return ["seq": .integer(seq)]
    case .cleared, .note: return [:]
    }
  }
}
