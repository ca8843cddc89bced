import Indicators
import Scoring

/// Counts what a replay finds, and keeps the greatest moves.
///
/// Tallies of parts add up to the tally of the whole: `replay(a) + replay(b) = replay(a + b)`.
struct ReplayTally: Sendable {
  struct Move: Sendable {
    var id: Int64
    var indicator: Indicator
    var from: Score
    var to: Score

    /// Greatest change first, then the order of the ledger.
    func precedes(_ other: Move) -> Bool {
      let (mine, others) = (abs(to.hundredths - from.hundredths), abs(other.to.hundredths - other.from.hundredths))
      return mine != others ? mine > others : id < other.id
    }
  }

  private(set) var indicators: Int64 = 0
  private(set) var changed: Int64 = 0
  private var matrix = [Int64](repeating: 0, count: 16)
  private var kept: [Move] = []
  private let limit: Int
  /// No move smaller than this can still be among the greatest.
  private var threshold: Int32 = 1

  /// No more moves are kept than there can be, so that twice as many can be counted.
  init(limit: Int) { self.limit = min(limit, 1 << 40) }

  @inline(__always)
  mutating func add(id: Int64, from: Score, to: Score, indicator: @autoclosure () -> Indicator) {
    indicators += 1
    guard from != to else { return }
    if from.verdict != to.verdict { matrix[Int(from.verdict.rawValue) * 4 + Int(to.verdict.rawValue)] += 1 }
    guard from.hundredths != to.hundredths else { return }
    changed += 1
    guard limit > 0, abs(to.hundredths - from.hundredths) >= threshold else { return }
    kept.append(Move(id: id, indicator: indicator(), from: from, to: to))
    if kept.count >= max(2 * limit, 256) { trim() }
  }

  mutating func add(_ other: ReplayTally) {
    indicators += other.indicators
    changed += other.changed
    for index in matrix.indices { matrix[index] += other.matrix[index] }
    kept += other.kept
    trim()
  }

  /// The greatest moves, in order.
  var moves: [Move] { Array(kept.sorted { $0.precedes($1) }.prefix(limit)) }

  /// The moves between verdicts that occurred, the most frequent first.
  var verdicts: [VerdictMove] {
    var moves: [VerdictMove] = []
    for from in Verdict.allCases {
      for to in Verdict.allCases {
        let count = matrix[Int(from.rawValue) * 4 + Int(to.rawValue)]
        if count > 0 { moves.append(VerdictMove(from: from, to: to, count: count)) }
      }
    }
    return moves.sorted { ($1.count, $0.from.rawValue, $0.to.rawValue) < ($0.count, $1.from.rawValue, $1.to.rawValue) }
  }

  private mutating func trim() {
    guard kept.count > limit else { return }
    kept.sort { $0.precedes($1) }
    kept.removeLast(kept.count - limit)
    if let last = kept.last { threshold = abs(last.to.hundredths - last.from.hundredths) }
  }
}
