import Events
import Indicators
import Scoring
import Time

@testable import Ledger

/// What is to be said of an indicator at one point, by the words of the design and without regard to speed: from the
/// happenings that were known, those that were taken back left out, those of later hours left out.
struct NaiveAnswer {
  let indicator: Indicator
  let seq: Int64
  let hour: Int
  let rules: NaiveRules
  private let known: [Happening]
  private let valid: [Happening]
  private let recordedAt: [Int64: Timestamp]

  /// Nil where nothing was known about the indicator then.
  init?(
    _ indicator: Indicator, _ all: [Happening], recordedAt: [Int64: Timestamp], seq: Int64, hour: Int, rules: NaiveRules
  ) {
    let own = all.filter { $0.indicator == indicator && $0.seq <= seq }
    guard !own.isEmpty else { return nil }
    (self.indicator, self.seq, self.hour, self.rules, self.recordedAt) = (indicator, seq, hour, rules, recordedAt)
    let retracted = Set(own.compactMap { if case .retraction(let seq) = $0.content { seq } else { nil } })
    known = own.filter { $0.hour <= hour }
    valid = known.filter { !retracted.contains($0.seq) }
  }

  // MARK: The state

  var observations: [Happening] {
    Self.newest(of: valid.filter { if case .observation = $0.content { true } else { false } })
  }

  var sources: [SourceReport] {
    var reports = observations.map { report($0, $0.isFound ? .found : .notFound, signals: $0.facts.signals) }
    let answered = Set(reports.map(\.source))
    // Nobody can take back that there was no answer.
    let unanswered = known.filter { happening in
      switch happening.content {
      case .failed, .withheld: !answered.contains(happening.source)
      default: false
      }
    }
    for happening in Self.newest(of: unanswered) {
      if case .failed = happening.content {
        reports.append(report(happening, .failed, reason: "429"))
      } else {
        reports.append(report(happening, .withheld, reason: "tlp"))
      }
    }
    return reports.sorted { ($0.source, $0.seq) < ($1.source, $1.seq) }
  }

  var labels: [String] {
    var labels: Set<String> = []
    for case .observation(true, _, _, let stated, _) in observations.map(\.content) { labels.formUnion(stated) }
    for happening in valid.sorted(by: Happening.isOlder) {
      guard case .label(let label, let isAdded) = happening.content else { continue }
      if isAdded { labels.insert(label) } else { labels.remove(label) }
    }
    return labels.sorted()
  }

  var trafficLight: TrafficLight? {
    var set: TrafficLight?
    for case .marking(let marking) in valid.sorted(by: Happening.isOlder).map(\.content) { set = marking }
    return set ?? valid.compactMap(\.marking).max()
  }

  var seen: [Timestamp] {
    let found = valid.filter { happening in
      switch happening.content {
      case .observation(let isFound, _, _, _, _): isFound
      case .sighting(let isPositive): isPositive
      default: false
      }
    }
    return found.map { moment(hour: $0.hour) }
  }

  var judgement: Happening? {
    let last = valid.filter { happening in
      switch happening.content {
      case .judgement, .cleared: true
      default: false
      }
    }
    .max(by: Happening.isOlder)
    guard let last, case .judgement(_, _, let expires) = last.content, hour < expires ?? .max else { return nil }
    return last
  }

  var notes: [Int64] { known.filter { if case .note = $0.content { true } else { false } }.map(\.seq) }

  /// What it is related to in either direction; statements of others count as well.
  static func relationships(of indicator: Indicator, _ all: [Happening], seq: Int64, hour: Int) -> [RelationshipReport]
  {
    let key = StreamKey(indicator)
    return all.filter { $0.seq <= seq && $0.hour <= hour }.compactMap { happening in
      guard let link = happening.asserted, happening.indicator == indicator || link.target == key,
        !all.contains(where: { $0.seq <= seq && $0.takesBack(link, of: happening) })
      else { return nil }
      let isOutgoing = happening.indicator == indicator
      let other = isOutgoing ? link.target : StreamKey(happening.indicator)
      return RelationshipReport(
        type: link.type, isOutgoing: isOutgoing, target: other, name: other.value, source: happening.source,
        seq: happening.seq)
    }
  }

  // MARK: The score

  var score: Score {
    if let judgement, case .judgement(let verdict, let hundredths, _) = judgement.content {
      let usual: Int64 = verdict == .malicious ? 10_000 : verdict == .suspicious ? 4000 : 0
      return Score(hundredths: Int32(hundredths ?? usual), verdict: verdict)
    }
    let sighted = valid.filter { if case .sighting(true) = $0.content { true } else { false } }.map(\.hour).max()
    var malice: [String: Double] = [:]
    var benignity: [String: Double] = [:]
    for happening in observations {
      guard case .observation(true, let count, let flag, _, _) = happening.content else { continue }
      let group = rules.group.contains(happening.source) ? "one" : happening.source
      for meaning in [rules.twenty * Double(count) / 20] + (flag.map { [$0 ? 0.4 : -0.5] } ?? []) {
        let since = meaning > 0 ? max(happening.hour, sighted ?? happening.hour) : happening.hour
        let belief = rules.belief(meaning, of: happening.source, age: hour - since)
        malice[group] = max(belief, malice[group] ?? 0)
        benignity[group] = max(-belief, benignity[group] ?? 0)
      }
    }
    var points = (10_000 * (1 - malice.values.reduce(1) { $0 * (1 - $1) })).rounded()
    points = (points * benignity.values.reduce(1) { $0 * (1 - $1) }).rounded()
    let verdict: Verdict =
      points >= 7500
      ? .malicious
      : points >= 4000 ? .suspicious : points < 500 && benignity.values.contains { $0 > 0 } ? .benign : .unknown
    return Score(hundredths: Int32(points), verdict: verdict)
  }

  // MARK: Helpers

  /// The newest of each source.
  private static func newest(of happenings: [Happening]) -> [Happening] {
    Dictionary(grouping: happenings, by: \.source).values.compactMap { $0.max(by: Happening.isOlder) }
  }

  private func report(
    _ happening: Happening, _ status: ObservationStatus, signals: [Facts.Entry] = [], reason: String? = nil
  ) -> SourceReport {
    SourceReport(
      source: happening.source, status: status, observedAt: moment(hour: happening.hour),
      recordedAt: recordedAt[happening.seq] ?? Timestamp(milliseconds: 0), seq: happening.seq, signals: signals,
      reason: reason)
  }
}

extension Happening {
  /// Of two words on the same matter the one of the later hour counts, of two of one hour the later in the log.
  static func isOlder(_ left: Happening, _ right: Happening) -> Bool { (left.hour, left.seq) < (right.hour, right.seq) }

  var isFound: Bool { if case .observation(true, _, _, _, _) = content { true } else { false } }

  /// The relation that it states.
  fileprivate var asserted: Link? {
    switch content {
    case .observation(_, _, _, _, let link): link
    case .relation(let link, true): link
    default: nil
    }
  }

  /// Whether it takes back what an earlier happening stated.
  fileprivate func takesBack(_ link: Link, of earlier: Happening) -> Bool {
    guard seq > earlier.seq, indicator == earlier.indicator else { return false }
    switch content {
    case .retraction(of: earlier.seq): return true
    case .relation(link, false): return source == earlier.source
    default: return false
    }
  }
}
