import Events
import Indicators
import Time

extension Evidence {
  /// The history of the score: every event that moved it, and every band that it crossed by decay alone.
  ///
  /// Each event counts from the time it was recorded, under the scorecard that ruled at its seq: what the ledger
  /// believed at the time. `reigns` are in the order of their seqs; the first also rules what came before it. The first
  /// observation, sighting or judgement always gives a point. Crossings are sought at UTC midnights and refined to the
  /// second. Events after `seq` or recorded after `end` are left out.
  public func changePoints(under reigns: [Reign], asAt seq: Int64 = .max, until end: Timestamp) -> [ChangePoint] {
    guard let first = items.first, let reign = reigns.first else { return [] }
    var walk = HistoryWalk(self, from: Swift.min(first.recordedAt, end), under: reign.scorer)
    var next = 1
    for index in items(asAt: seq).indices where items[index].recordedAt <= end {
      while next < reigns.count, reigns[next].fromSeq < items[index].seq {
        walk.crown(reigns[next])
        next += 1
      }
      walk.apply(index)
    }
    while next < reigns.count, reigns[next].fromSeq <= seq, reigns[next].recordedAt <= end {
      walk.crown(reigns[next])
      next += 1
    }
    walk.drift(to: end)
    return walk.points
  }
}

/// Goes through an indicator's evidence in the order in which it was recorded.
private struct HistoryWalk {
  private(set) var points: [ChangePoint] = []
  private let evidence: Evidence
  private var fold: EvidenceFold
  private var scorer: Scorer
  /// The verdict of the last point, or since; nil before there is any evidence.
  private var verdict: Verdict?

  init(_ evidence: Evidence, from moment: Timestamp, under scorer: Scorer) {
    self.evidence = evidence
    self.scorer = scorer
    fold = EvidenceFold(evidence, at: moment)
  }

  /// Lets time pass until an item was recorded, and takes it in.
  mutating func apply(_ index: Int) {
    let item = evidence.items[index]
    drift(to: item.recordedAt)
    let before = score(at: fold.moment)
    fold.apply(index)
    noteMove(from: before, .event(item.type), item)
  }

  /// Lets time pass until a scorecard was activated, and goes on under it.
  mutating func crown(_ reign: Reign) {
    drift(to: reign.recordedAt)
    let before = score(at: fold.moment)
    scorer = reign.scorer
    noteMove(from: before, .event(.scorecardActivated), seq: reign.fromSeq)
  }

  /// Lets time pass, noting the bands that are crossed, what starts to count and what expires.
  mutating func drift(to end: Timestamp) {
    while let turn = fold.nextTurn(), turn <= end {
      fade(to: turn)
      let judgement = fold.judgement()
      var before = score(at: turn)
      fold.advance(to: turn)
      if let judgement, !judgement.counts(at: turn) {
        noteMove(from: judgement.score(scorer.scorecard.thresholds), .decay)
        before = score(at: turn)
      }
      // What stood until now with nothing but time against it.
      noteMove(from: before, .expired)
      before = score(at: turn)
      while let index = fold.takePending() {
        noteMove(from: before, .event(evidence.items[index].type), evidence.items[index])
        before = score(at: turn)
      }
    }
    fade(to: end)
    fold.advance(to: max(end, fold.moment))
  }

  // MARK: decay

  /// Finds the bands crossed between the moment of the fold and another before which nothing but decay happens.
  private mutating func fade(to end: Timestamp) {
    guard verdict != nil, fold.judgement() == nil else { return }
    var start = fold.moment
    while start < end {
      // Where nothing is left that could fade, the rest of time can be passed over.
      _ = score(at: start)
      guard scorer.sums.isFading else { return }
      let midnight = Timestamp(milliseconds: start.midnight.milliseconds + Timestamp.millisecondsPerDay)
      let sample = min(midnight, end)
      while let crossing = crossing(after: start, upTo: sample) {
        let score = score(at: crossing)
        note(score, at: crossing, .decay, seq: nil, source: nil)
        start = crossing
      }
      start = sample
    }
  }

  /// The first whole second after `start` found to have another verdict, or `end` itself; nil where `end` has the same.
  private mutating func crossing(after start: Timestamp, upTo end: Timestamp) -> Timestamp? {
    guard start < end, score(at: end).verdict != verdict else { return nil }
    // Seconds that are known to have the old verdict and the new one; the last is `end`, whole or not.
    var low = start.seconds
    var high = end.milliseconds % 1000 == 0 ? end.seconds : end.seconds + 1
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if score(at: Timestamp(milliseconds: middle * 1000)).verdict != verdict { high = middle } else { low = middle }
    }
    return min(Timestamp(milliseconds: high * 1000), end)
  }

  // MARK: scores and points

  private mutating func score(at moment: Timestamp) -> Score {
    scorer.begin(kind: evidence.indicator.kind, asOf: moment, lastPositiveSighting: fold.lastPositiveSighting())
    for standing in fold.standings() where standing.end == nil {
      let item = evidence.items[standing.index]
      guard evidence.isFound(item) else { continue }
      scorer.add(evidence.facts(of: item), source: item.source, seq: item.seq, observedAt: item.observedAt)
    }
    return scorer.finish(value: evidence.indicator.value, judgement: fold.judgement())
  }

  private mutating func noteMove(from before: Score, _ cause: ChangePoint.Cause, _ item: Evidence.Item) {
    if verdict == nil {
      switch item.content {
      case .label, .trafficLight, .retraction, .restoration, .markingAlone: return
      case .observation, .ending, .positiveSighting, .judgement:
        note(score(at: fold.moment), at: fold.moment, cause, seq: item.seq, source: scorer.rules.name(item.source))
      }
    } else {
      noteMove(from: before, cause, seq: item.seq, source: scorer.rules.name(item.source))
    }
  }

  private mutating func noteMove(
    from before: Score, _ cause: ChangePoint.Cause, seq: Int64? = nil, source: String? = nil
  ) {
    guard verdict != nil else { return }
    let after = score(at: fold.moment)
    if after != before { note(after, at: fold.moment, cause, seq: seq, source: source) }
  }

  private mutating func note(
    _ score: Score, at moment: Timestamp, _ cause: ChangePoint.Cause, seq: Int64?, source: String?
  ) {
    verdict = score.verdict
    points.append(
      ChangePoint(
        at: moment, seq: seq, cause: cause, source: source, score: score, scorecard: scorer.scorecard.id,
        scorecardName: scorer.scorecard.name))
  }
}
