import Testing

@testable import Scoring

/// The numbers are those of `reference/opencti.md` §2.3 and `reference/event-stores.md` §7.
@Suite struct DecayModelTests {
  static let day = 86_400_000.0

  struct Rule: Sendable {
    var name: String
    var lifetime: Double
    var pound: Double
    /// The score of base 100 after 1, 7, 30 and 90 days.
    var live: [Double]
    /// Days until base 100 is at a score.
    var days: [(score: Double, days: Double)]
    var model: DecayModel { .openCTI(lifetime: lifetime * day, pound: pound) }
  }

  static let rules: [Rule] = [
    Rule(
      name: "domain name", lifetime: 300, pound: 0.7, live: [93.4, 83.3, 66.6, 43.6],
      days: [(80, 10.2), (50, 70.0), (20, 187.8)]),
    Rule(
      name: "IP and URL", lifetime: 47, pound: 0.55, live: [90.3, 68.5, 23.8, 0],
      days: [(80, 3.3), (50, 15.0), (20, 32.5)]),
    Rule(
      name: "files and artifact", lifetime: 460, pound: 0.3, live: [99.9, 99.0, 95.2, 83.7],
      days: [(80, 108.1), (50, 246.5), (20, 376.3)]),
    Rule(
      name: "default", lifetime: 470, pound: 0.35, live: [99.7, 98.2, 92.7, 79.3],
      days: [(80, 86.7), (50, 227.0), (20, 371.8)]),
  ]

  @Test("OpenCTI's live scores", arguments: rules)
  func live(rule: Rule) {
    for (day, score) in zip([1.0, 7, 30, 90], rule.live) {
      #expect(abs(100 * rule.model.factor(age: day * Self.day) - score) < 0.05 + 1e-9, "day \(day)")
    }
  }

  @Test("OpenCTI's days until a score is reached", arguments: rules)
  func days(rule: Rule) {
    for (score, days) in rule.days {
      // A score of base 100 lies between those a tenth of a day to either side.
      let later = 100 * rule.model.factor(age: (days + 0.06) * Self.day)
      let earlier = 100 * rule.model.factor(age: (days - 0.06) * Self.day)
      #expect(later < score && score < earlier, "score \(score)")
    }
  }

  @Test(
    "MISP's models: base 80 and the day it is decayed",
    arguments: [
      (120.0, 2.0, [(1.0, 72.7), (7, 60.7), (30, 40.0)], 46.9), (3, 2.3, [], 1.02), (10, 2.3, [], 3.39),
    ])
  func misp(lifetime: Double, speed: Double, live: [(Double, Double)], decayed: Double) {
    let model = DecayModel.misp(lifetime: lifetime * Self.day, speed: speed)
    for (day, score) in live { #expect(abs(80 * model.factor(age: day * Self.day) - score) < 0.05) }
    #expect(80 * model.factor(age: (decayed + 0.05) * Self.day) < 30)
    #expect(80 * model.factor(age: (decayed - 0.05) * Self.day) > 30)
  }

  @Test(
    "every model is whole until age 0, never grows and never goes below nothing",
    arguments: [
      DecayModel.none, .halfLife(length: day), .openCTI(lifetime: 47 * day, pound: 0.55),
      .misp(lifetime: 120 * day, speed: 2), .openCTI(lifetime: 1, pound: 100), .misp(lifetime: 1e15, speed: 0.01),
    ])
  func shape(model: DecayModel) {
    #expect(model.factor(age: 0) == 1)
    #expect(model.factor(age: -1e18) == 1)
    var last = 1.0
    for step in 0...2000 {
      let factor = model.factor(age: Double(step) * Self.day / 7)
      #expect(factor <= last && factor >= 0)
      last = factor
    }
    #expect((0...1).contains(model.factor(age: 1.8e19)))
  }

  @Test("the end of a life is nothing, to the millisecond")
  func end() {
    let model = DecayModel.misp(lifetime: 1000, speed: 2)
    #expect(model.factor(age: 1000) == 0)
    #expect(model.factor(age: 999) > 0)
    #expect(DecayModel.halfLife(length: 1000).factor(age: 1000) == 0.5)
  }

  @Test(
    "durations",
    arguments: [
      ("30d", 30 * day), ("12h", day / 2), ("2w", 14 * day), ("90m", day / 16), ("1.5d", 1.5 * day), ("0d", nil),
      ("30", nil), ("d", nil), ("-3d", nil), ("3 d", nil), ("3s", nil), ("1e3d", nil), ("365250d", 365_250 * day),
      ("365251d", nil), ("", nil), ("٣d", nil), ("1.2.3d", nil),
    ])
  func durations(text: String, length: Double?) {
    #expect(milliseconds(ofDuration: text) == length)
  }
}
