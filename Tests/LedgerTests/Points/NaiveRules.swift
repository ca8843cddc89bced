import Foundation
import Scoring

/// A scorecard of few words, and what it means in floating point.
struct NaiveRules {
  var name: String
  var weights: [String: Double]
  /// Sources that say the same as one another.
  var group: Set<String>
  /// What twenty means.
  var twenty: Double
  /// In hours; nil where nothing decays.
  var halfLife: Double?

  static let first = NaiveRules(
    name: "first", weights: ["alpha": 0.9, "beta": 0.7, "gamma": 0.6], group: ["beta", "gamma"], twenty: 0.9,
    halfLife: 20)
  static let second = NaiveRules(
    name: "second", weights: ["alpha": 0.5, "beta": 0.9, "gamma": 0.8], group: [], twenty: 0.6, halfLife: nil)

  var text: String {
    let sources = weights.sorted { $0.key < $1.key }.map { source, weight in
      "  \(source): {weight: \(weight)\(group.contains(source) ? ", group: one" : "")}\n"
    }
    return """
      name: \(name)
      sources:
      \(sources.joined())  default: {weight: 0.5}
      signals:
        a.count: {curve: [[0, 0], [20, \(twenty)]]}
        b.flag: {values: {"true": 0.4, "false": -0.5}}
      decay:
        default: \(halfLife.map { "{model: half-life, half-life: \(Int($0))h}" } ?? "{model: none}")
      verdicts: {malicious: 75, suspicious: 40, benign-below: 5}

      """
  }

  /// The belief in malice that a signal leaves after some hours; negative where it speaks for the contrary.
  func belief(_ meaning: Double, of source: String, age: Int) -> Double {
    let left = halfLife.map { age > 0 ? pow(2, -Double(age) / $0) : 1 } ?? 1
    return (min(0.99, meaning * (weights[source] ?? 0)) * left * 1e6).rounded() / 1e6
  }
}
