import Indicators
import Scoring
import Testing
import Time

@testable import Ledger

/// What moved a score is told from the newest words alone, which the views hold; it must be what the whole history says.
@Suite("The causes that a replay names")
struct ReplayCauseTests {
  private static let endings = [
    "combine: noisy-or", "combine: max", "combine: latest", "combine: weighted-mean",
    "allowlists: [{list: ours, cap: 20}]",
  ]

  @Test("equal those from the full evidence, on random histories under several scorecards", arguments: [UInt64](1...20))
  func causes(seed: UInt64) throws {
    let scene = try HistoryScene(seed: seed, length: seed.isMultiple(of: 2) ? 24 : 80)
    try scene.fill { $0.chance(2) ? 3 : 9 }
    let ledger = scene.ledger
    var moved = 0
    for rules in [NaiveRules.first, .second] {
      for ending in Self.endings {
        let other = try Scorecard(
          parsing: rules.text + ending + "\n",
          lists: ["ours": #"{"type": "cidr", "list": ["198.51.100.0/24"]}"#], file: "other.yml")
        // The views hold the whole truth of the two later hours only; at the earlier one the log is folded.
        for hour in [12, 24, 40] {
          let point = PointInTime(asOf: moment(hour: hour))
          for move in try ledger.replay(to: other, at: point).moves {
            moved += 1
            let from = try ledger.explain(move.indicator, at: point).explanation
            let to = try ledger.explain(move.indicator, at: point, rules: .given(other)).explanation
            let place: Comment = "seed \(seed), \(move.indicator.value), \(rules.name), \(ending), hour \(hour)"
            #expect(from.score == move.from && to.score == move.to, place)
            #expect(move.cause == greatest(from, to), place)
          }
        }
      }
    }
    #expect(moved > 0, "seed \(seed)")
  }

  /// Whose points differ most, the first by name where several do.
  private func greatest(_ from: Explanation, _ to: Explanation) -> String {
    func name(_ part: Contribution) -> String {
      part.signal.hasPrefix("\(part.source).") ? part.signal : "\(part.source) \(part.signal)"
    }
    let names = Set((from.contributions + to.contributions).map(name))
    func points(_ explanation: Explanation, _ wanted: String) -> Int32 {
      explanation.contributions.filter { name($0) == wanted }.reduce(0) { $0 + $1.points }
    }
    let differences = names.sorted().map { (name: $0, points: abs(points(to, $0) - points(from, $0))) }
    let most = differences.map(\.points).max()
    return differences.first { $0.points == most }?.name ?? ""
  }
}
