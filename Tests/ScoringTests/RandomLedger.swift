import Events
import Indicators
import TestSupport
import Time

@testable import Scoring

/// Random scorecards and streams of events, small enough that everything happens in them.
struct RandomLedger {
  var generator: SeededGenerator
  let sources = ["alpha", "beta", "gamma", "delta"]
  let signals = ["a.count", "a.kind", "b.flag", "b.tags", "c.ratio"]

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func scorecardText(combiner: Combiner) -> String {
    var text = "name: random\nsources:\n  default: {weight: \(fraction())}\n"
    for source in sources where Bool.random(using: &generator) {
      let group =
        Bool.random(using: &generator) ? ", group: \(["one", "alpha"].randomElement(using: &generator) ?? "")" : ""
      text += "  \(source): {weight: \(fraction())\(group)}\n"
    }
    text += """
      signals:
        a.count: {curve: [[0, \(belief())], [5, \(belief())], [50, \(belief())]]}
        a.kind: {values: {bad: \(belief()), good: \(belief()), "7": \(belief())}}
        b.flag: {values: {"true": \(belief()), "false": \(belief())}}
        b.tags: {curve: [[0, \(belief())], [3, \(belief())]], values: {x: \(belief()), y: \(belief())}}
        c.ratio: {curve: [[0, 0], [1, \(belief())]]}
      decay:
        default: {model: half-life, half-life: \(Int.random(in: 1...60, using: &generator))h}
        ipv4: {model: polynomial, lifetime: \(Int.random(in: 1...20, using: &generator))d, pound: 0.55}
        b.flag: {model: none}
        ipv4/c.ratio: {model: misp, lifetime: 9d, speed: 2}
      combine: \(combiner.rawValue)
      verdicts: {malicious: 60, suspicious: 30, benign-below: 10}

      """
    if Bool.random(using: &generator) {
      text += "allowlists: [{list: ours, cap: \(Int.random(in: 0...50, using: &generator))}]\n"
    }
    return text
  }

  let lists = ["ours": #"{"type": "cidr", "list": ["198.51.100.0/24"]}"#]

  mutating func events(_ count: Int) -> [TestEvent] {
    var recorded = 0.0
    return (1...count).map { seq in
      recorded += Double(Int.random(in: 0...30, using: &generator))
      // Mostly before it was recorded, at times the same hour, now and then in the future.
      let observed = recorded - Double(Int.random(in: -10...60, using: &generator))
      let (type, facts) = event(Int64(seq), observed)
      return TestEvent(
        seq: Int64(seq), type: type, source: sources.randomElement(using: &generator) ?? "", observed: observed,
        recorded: recorded, facts: facts)
    }
  }

  private mutating func event(_ seq: Int64, _ observed: Double) -> (EventType, Facts) {
    switch Int.random(in: 0..<17, using: &generator) {
    case 0: return (.observationRetracted, ["seq": .integer(Int64.random(in: 1...seq, using: &generator))])
    case 1:
      return (.sightingRecorded, Bool.random(using: &generator) ? [:] : ["positive": .bool(.random(using: &generator))])
    case 2:
      var facts: Facts = ["verdict": .text(Verdict.allCases.randomElement(using: &generator)?.name ?? "")]
      if Bool.random(using: &generator) { facts["score"] = .integer(Int64.random(in: 0...10_000, using: &generator)) }
      if Bool.random(using: &generator) {
        facts["expires"] = .integer(hour(observed + Double(Int.random(in: 0...40, using: &generator))).milliseconds)
      }
      return (.judgementSet, facts)
    case 3: return (.judgementCleared, [:])
    case 4: return (.lookupFailed, ["status": "failed"])
    case 6: return (.observationRestored, ["seq": .integer(Int64.random(in: 1...seq, using: &generator))])
    case 7:
      var facts: Facts = ["reason": .text(Ending.allCases.randomElement(using: &generator)?.rawValue ?? "")]
      if Int.random(in: 0..<4, using: &generator) > 0 { facts.merge(object(observed)) }
      return (.indicatorDelisted, facts)
    case 5:
      var facts = facts()
      facts["status"] = "not_found"
      return (.observationRecorded, facts)
    default:
      var facts = facts()
      if Bool.random(using: &generator) { facts.merge(object(observed)) }
      if Int.random(in: 0..<3, using: &generator) == 0 { facts["feed.to_ids"] = .bool(.random(using: &generator)) }
      if Int.random(in: 0..<4, using: &generator) == 0 {
        facts["valid_until"] = .text(hour(observed + Double(Int.random(in: -20...90, using: &generator))).rfc3339)
      }
      return (Bool.random(using: &generator) ? .observationRecorded : .indicatorIngested, facts)
    }
  }

  /// A few objects with versions around the time of the event, so that they come in any order and in ties.
  private mutating func object(_ observed: Double) -> Facts {
    var facts: Facts = ["object": .text(["one", "two"].randomElement(using: &generator) ?? "")]
    if Int.random(in: 0..<5, using: &generator) > 0 {
      let version = hour(observed + Double(Int.random(in: -3...3, using: &generator) * 10))
      facts["version"] = .integer(version.milliseconds)
    }
    return facts
  }

  private mutating func facts() -> Facts {
    var facts: Facts = ["status": "found"]
    for signal in signals where Bool.random(using: &generator) {
      facts[signal] =
        switch signal {
        case "a.count": .integer(Int64.random(in: -5...60, using: &generator))
        case "a.kind": ["bad", "Good", "odd", 7, 7.5].randomElement(using: &generator)
        case "b.flag": .bool(.random(using: &generator))
        case "b.tags":
          .texts(
            (0..<Int.random(in: 0...4, using: &generator)).map { _ in
              ["x", "Y", "z"].randomElement(using: &generator) ?? ""
            })
        default: SignalValue(Double.random(in: 0...1, using: &generator))
        }
    }
    return facts
  }

  private mutating func fraction() -> Double { Double(Int.random(in: 0...100, using: &generator)) / 100 }
  private mutating func belief() -> Double { Double(Int.random(in: -100...100, using: &generator)) / 100 }
}

extension SignalValue: ExpressibleByFloatLiteral {
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
}
