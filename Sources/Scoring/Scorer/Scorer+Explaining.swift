import Events
import Indicators
import Time

extension Scorer {
  /// Explains the score of the indicator whose observations were added while beliefs were kept.
  func explanation(value: String, judgement: Judgement?) -> Explanation {
    let beliefs = beliefs ?? []
    let combined = sums.combined()
    let points = points(of: beliefs, combined)
    var parts = zip(beliefs, points).sorted { left, right in
      let (left, right) = ((abs(left.1), left.0), (abs(right.1), right.0))
      if left.0 != right.0 { return left.0 > right.0 }
      return left.1.group != right.1.group ? left.1.group < right.1.group : left.1.precedes(right.1)
    }.map { belief, points in contribution(belief, points) }

    var hundredths = combined.score
    if let cap = cap(below: hundredths, value: { value }) {
      parts.append(
        Contribution(
          source: "allowlist", signal: cap.list.name, value: .text(value), group: "allowlist",
          points: cap.cap - hundredths))
      hundredths = cap.cap
    }
    var score = score(hundredths: hundredths, combined)
    if let judgement, judgement.counts(at: Timestamp(milliseconds: asOf)) {
      score = judgement.score(scorecard.settings.thresholds)
      let age = Double(asOf) - Double(judgement.observedAt.milliseconds)
      parts.append(
        Contribution(
          source: "analyst", signal: "judgement", value: .text(judgement.verdict.name),
          ageDays: age / Double(Timestamp.millisecondsPerDay), group: "analyst", seq: judgement.seq,
          points: score.hundredths - hundredths))
    }
    return Explanation(score: score, contributions: parts)
  }

  private func contribution(_ belief: Belief, _ points: Int32) -> Contribution {
    let undecayed =
      scorecard.settings.combiner == .weightedMean ? belief.meaning * belief.weight : belief.undecayed
    return Contribution(
      source: rules.name(belief.source), signal: rules.signalNames[Int(belief.rule)], value: belief.value,
      belief: undecayed, weight: belief.weight, decay: belief.decay,
      ageDays: belief.age / Double(Timestamp.millisecondsPerDay), group: rules.groupName(belief.group),
      seq: belief.seq, points: points)
  }

  /// The points of each belief, which add up to the score before caps and judgements.
  private func points(of beliefs: [Belief], _ combined: Sums.Combined) -> [Int32] {
    var points: [Int32] = Array(repeating: 0, count: beliefs.count)
    switch scorecard.settings.combiner {
    case .noisyOr:
      let malice = winners(beliefs) { $0.millionths }
      for (winner, share) in zip(malice, shares(of: combined.malice, by: malice.map { weight(beliefs[$0]) })) {
        points[winner] += share
      }
      let benignity = winners(beliefs) { -$0.millionths }
      let loss = combined.malice - combined.score
      for (winner, share) in zip(benignity, shares(of: loss, by: benignity.map { weight(beliefs[$0]) })) {
        points[winner] -= share
      }
    case .max:
      if let winner = strongest(beliefs.indices.filter { beliefs[$0].millionths > 0 }, beliefs) {
        points[winner] = combined.score
      }
    case .latest:
      let newest = beliefs.max { ($0.observedAt, $0.seq) < ($1.observedAt, $1.seq) }
      let latest = beliefs.indices.filter { beliefs[$0].seq == newest?.seq }
      if let winner = strongest(latest, beliefs) { points[winner] = combined.score }
    case .weightedMean:
      guard combined.score > 0 else { break }
      let weights = beliefs.reduce(0) { $0 + ($1.weight * 1_000_000).rounded() }
      points = rounded(beliefs.map { Double($0.meanTerm) * 10_000 / weights }, to: combined.score)
    }
    return points
  }

  private func weight(_ belief: Belief) -> Double { corroboration(abs(belief.millionths)) }

  /// The strongest belief of each group that has one above zero, in the order of the groups' names.
  private func winners(_ beliefs: [Belief], by strength: (Belief) -> Int32) -> [Int] {
    var best: [Int32: Int] = [:]
    for index in beliefs.indices where strength(beliefs[index]) > 0 {
      let group = beliefs[index].group
      guard let other = best[group] else {
        best[group] = index
        continue
      }
      let (mine, theirs) = (strength(beliefs[index]), strength(beliefs[other]))
      if mine > theirs || mine == theirs && beliefs[index].precedes(beliefs[other]) { best[group] = index }
    }
    return best.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The belief that is furthest from zero.
  private func strongest(_ candidates: [Int], _ beliefs: [Belief]) -> Int? {
    candidates.min { left, right in
      let (left, right) = (beliefs[left], beliefs[right])
      let (mine, theirs) = (abs(left.millionths), abs(right.millionths))
      return mine != theirs ? mine > theirs : left.precedes(right)
    }
  }
}
