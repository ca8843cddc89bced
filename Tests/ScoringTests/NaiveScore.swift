import Events
import Indicators
import Time

@testable import Scoring

#if canImport(Glibc)
  import Glibc
#endif

/// The score by the words of the design, in floating point and without regard to speed, for comparison.
func naive(_ events: [TestEvent], _ card: Scorecard, asAt seq: Int64, asOf moment: Timestamp) -> Score {
  let settings = card.settings
  let known = events.filter { $0.seq <= seq }
  let valid = known.filter { $0.observedAt <= moment && !isRetracted($0, in: known) }
  func newer(_ left: TestEvent, _ right: TestEvent) -> Bool {
    (left.observedAt, left.seq) < (right.observedAt, right.seq)
  }

  if let last = valid.filter({ $0.type == .judgementSet || $0.type == .judgementCleared }).max(by: newer),
    last.type == .judgementSet, let verdict = last.facts["verdict"]?.text.flatMap(Verdict.init(name:)),
    last.facts["expires"]?.integer.map({ moment.milliseconds < $0 }) ?? true
  {
    let usual: [Verdict: Int64] = [.malicious: 10_000, .suspicious: Int64(settings.thresholds.suspicious)]
    return Score(hundredths: Int32(last.facts["score"]?.integer ?? usual[verdict] ?? 0), verdict: verdict)
  }

  let sighting = valid.filter { $0.type == .sightingRecorded && $0.facts["positive"]?.bool != false }.max(by: newer)
  let said = valid.filter {
    $0.type == .indicatorDelisted
      || [.observationRecorded, .indicatorIngested].contains($0.type) && $0.facts.status != .failed
  }
  var beliefs: [(group: String, seq: Int64, observed: Timestamp, b: Double, term: Double, weight: Double)] = []
  for source in Set(said.map(\.source)) {
    guard let newest = liveWord(among: said.filter { $0.source == source }, asOf: moment),
      newest.facts.status == .found
    else { continue }
    let trust = settings.source(source)
    for (name, value) in newest.facts.signals.map({ ($0.name, $0.value) }) {
      let decay = settings.decay.model(kind: .ipv4, signal: name)
      for meaning in meanings(of: value, settings.signals[name]) {
        let base = meaning > 0 ? max(newest.observedAt, sighting?.observedAt ?? newest.observedAt) : newest.observedAt
        let left = decay.factor(age: Double(moment.milliseconds - base.milliseconds))
        let p = min(0.99, max(-0.99, meaning * trust.weight))
        beliefs.append(
          (
            trust.group ?? source, newest.seq, newest.observedAt, (p * left * 1e6).rounded() / 1e6,
            meaning * trust.weight * left, trust.weight
          ))
      }
    }
  }
  let groups = Dictionary(grouping: beliefs, by: \.group)
  let malice = groups.mapValues { $0.map { max(0, $0.b) }.max() ?? 0 }
  let benignity = groups.mapValues { $0.map { max(0, -$0.b) }.max() ?? 0 }
  var score: Double
  switch settings.combiner {
  case .noisyOr:
    score = (10_000 * (1 - malice.values.reduce(1) { $0 * (1 - $1) })).rounded() / 100
    score *= benignity.values.reduce(1) { $0 * (1 - $1) }
  case .max: score = 100 * (malice.values.max() ?? 0) * (1 - (benignity.values.max() ?? 0))
  case .latest:
    let newest = beliefs.max { ($0.observed, $0.seq) < ($1.observed, $1.seq) }
    let strongest = beliefs.filter { $0.seq == newest?.seq }.max { abs($0.b) < abs($1.b) }
    score = 100 * max(0, strongest?.b ?? 0)
  case .weightedMean:
    let weights = beliefs.reduce(0) { $0 + $1.weight }
    score = weights > 0 ? 100 * max(0, beliefs.reduce(0) { $0 + $1.term } / weights) : 0
  }
  for cap in settings.caps { score = min(score, Double(cap.hundredths) / 100) }
  let hundredths = Int32((score * 100).rounded())
  return Score(
    hundredths: hundredths,
    verdict: settings.thresholds.verdict(
      hundredths: hundredths, speaksForBenign: benignity.values.contains { $0 > 0 }))
}

/// Whether the last of those that name an event takes it back.
private func isRetracted(_ event: TestEvent, in known: [TestEvent]) -> Bool {
  known.last {
    [.observationRetracted, .observationRestored].contains($0.type) && $0.facts["seq"]?.integer == event.seq
      && $0.seq > event.seq
  }?.type == .observationRetracted
}

/// The word of one source that counts, by the rules in words: for each of its objects the newest version that was there,
/// of those that have not ended the one observed last.
private func liveWord(among said: [TestEvent], asOf moment: Timestamp) -> TestEvent? {
  func object(_ event: TestEvent) -> String { event.facts["object"]?.text ?? "" }
  func version(_ event: TestEvent) -> Int64 {
    object(event).isEmpty
      ? event.observedAt.milliseconds : event.facts["version"]?.integer ?? event.observedAt.milliseconds
  }
  func start(_ event: TestEvent) -> Int64 {
    max(event.observedAt.milliseconds, min(version(event), event.recordedAt.milliseconds))
  }
  func comesBefore(_ left: TestEvent, _ right: TestEvent) -> Bool {
    (start(left), left.seq) < (start(right), right.seq)
  }
  func isExpired(_ event: TestEvent) -> Bool {
    event.facts["valid_until"]?.text.flatMap(Timestamp.init(parsing:)).map { $0 <= moment } ?? false
  }

  var live: [TestEvent] = []
  var newestOfObjects: [TestEvent] = []
  for id in Set(said.map(object)).subtracting([""]) {
    let versions = said.filter { object($0) == id }.sorted { (version($0), $0.seq) < (version($1), $1.seq) }
    let there = versions.filter { start($0) <= moment.milliseconds }
    let first = versions.filter { version($0) == versions.first.map(version) }.last
    guard let newest = there.last ?? first else { continue }
    newestOfObjects.append(newest)
    let wasForDetection = there.contains {
      $0.type != .indicatorDelisted && $0.facts["feed.to_ids"] == true
        && (version($0), $0.seq) < (version(newest), newest.seq)
    }
    let isTurnedOff = newest.facts["feed.to_ids"] == false && wasForDetection
    if newest.type != .indicatorDelisted, !isTurnedOff, !isExpired(newest) { live.append(newest) }
  }
  let plain = said.filter { object($0).isEmpty && $0.type != .indicatorDelisted }
  if let newest = plain.max(by: comesBefore), !isExpired(newest),
    newestOfObjects.allSatisfy({ comesBefore($0, newest) })
  {
    live.append(newest)
  }
  let close = said.filter { object($0).isEmpty && $0.type == .indicatorDelisted }.max(by: comesBefore)
  return live.filter { word in close.map { comesBefore($0, word) } ?? true }
    .max { ($0.observedAt, $0.seq) < ($1.observedAt, $1.seq) }
}

private func meanings(of value: SignalValue, _ rule: SignalRule?) -> [Double] {
  guard let rule else { return [] }
  func listed(_ value: SignalValue) -> Double? {
    rule.values.first { $0.text.lowercased() == value.plainText.lowercased() }?.belief
  }
  if let list = value.list {
    return list.compactMap(listed) + (rule.curve.map { [height($0, Double(list.count))] } ?? [])
  }
  if let belief = listed(value) { return [belief] }
  guard let curve = rule.curve, let number = value.double ?? value.bool.map({ $0 ? 1 : 0 }) else { return [] }
  return [height(curve, number)]
}

private func height(_ curve: Curve, _ x: Double) -> Double {
  let points = Array(zip(curve.xs, curve.ys))
  for (from, to) in zip(points, points.dropFirst()) where from.0 <= x && x < to.0 {
    return from.1 + (to.1 - from.1) * ((x - from.0) / (to.0 - from.0))
  }
  return x < points[0].0 ? points[0].1 : points[points.count - 1].1
}
