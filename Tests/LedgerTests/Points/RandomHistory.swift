import Events
import Indicators
import Scoring
import TestSupport
import Time

/// One thing that happens to an indicator, as a plain value that a naive fold can read.
struct Happening {
  enum Content {
    case observation(isFound: Bool, count: Int64, flag: Bool?, labels: [String], relation: Link?)
    case sighting(isPositive: Bool)
    case judgement(Verdict, hundredths: Int64?, expires: Int?)
    case cleared
    case label(String, isAdded: Bool)
    case marking(TrafficLight)
    case note
    case failed
    case withheld
    case relation(Link, isAsserted: Bool)
    case retraction(of: Int64)
  }

  /// A relation to something.
  struct Link: Hashable {
    var type: String
    var target: StreamKey
  }

  var seq: Int64
  var indicator: Indicator
  var source: String
  /// When the source says it was true, in hours.
  var hour: Int
  /// The marking that the statement carries.
  var marking: TrafficLight?
  var content: Content
}

/// A small random history of two indicators: late observations, some from the future, retractions of anything, and so
/// few sources and hours that words on the same matter are often equally late.
struct RandomHistory {
  static let indicators = [
    Indicator(.ipv4, canonical: "198.51.100.7"), Indicator(.domain, canonical: "evil.example"),
  ]
  static let sources = ["alpha", "beta", "gamma"]
  static let hours = -9...24

  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// Happenings with the positions given.
  mutating func happenings(at seqs: [Int64]) -> [Happening] {
    var happenings: [Happening] = []
    for (index, seq) in seqs.enumerated() {
      let hour = min(24, max(-8, index + Int.random(in: -8...4, using: &generator)))
      let content = content(after: happenings.map(\.seq), hour)
      var marking: TrafficLight?
      if case .observation = content, chance(4) { marking = TrafficLight.allCases.randomElement(using: &generator) }
      happenings.append(
        Happening(
          seq: seq, indicator: pick(Self.indicators), source: pick(Self.sources), hour: hour, marking: marking,
          content: content))
    }
    return happenings
  }

  private mutating func content(after earlier: [Int64], _ hour: Int) -> Happening.Content {
    switch Int.random(in: earlier.isEmpty ? 3..<20 : 0..<20, using: &generator) {
    case 0, 1, 2: return .retraction(of: pick(earlier))
    case 3, 4: return .sighting(isPositive: !chance(3))
    case 5:
      return .judgement(
        pick(Verdict.allCases), hundredths: chance(2) ? .random(in: 0...10_000, using: &generator) : nil,
        expires: chance(2) ? hour + Int.random(in: 0...9, using: &generator) : nil)
    case 6: return .cleared
    case 7, 8: return .label(pick(["c2", "phishing"]), isAdded: !chance(3))
    case 9: return .marking(pick(TrafficLight.allCases))
    case 10: return .note
    case 11: return .failed
    case 12: return .withheld
    case 13: return .relation(link(), isAsserted: !chance(3))
    default:
      return .observation(
        isFound: !chance(5), count: .random(in: 0...20, using: &generator), flag: chance(2) ? chance(2) : nil,
        labels: chance(3) ? [pick(["c2", "spam"])] : [], relation: chance(4) ? link() : nil)
    }
  }

  private mutating func link() -> Happening.Link {
    Happening.Link(
      type: pick(["communicates-with", "resolves-to"]),
      target: chance(2) ? StreamKey(pick(Self.indicators)) : StreamKey(kind: "campaign", value: "campaign--1"))
  }

  mutating func chance(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &generator) == 0 }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &generator)]
  }
}

/// Hours since 2026-01-01T00:00:00Z.
func moment(hour: Int) -> Timestamp { Timestamp(milliseconds: 1_767_225_600_000 + Int64(hour) * 3_600_000) }
