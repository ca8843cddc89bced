import Events
import Indicators
import Time

/// A scorecard bound to a log's dictionary, and the one computation of scores there is.
///
/// An indicator is scored by ``begin(kind:asOf:lastPositiveSighting:)``, one ``add(source:seq:observedAt:facts:)`` for
/// the newest observation of each source, in any order, and ``finish(value:judgement:)``. Copies share the rules.
public struct Scorer: Sendable {
  /// The rules it scores by.
  public let scorecard: Scorecard
  let rules: BoundRules
  /// The allow lists with their caps, strictest first.
  let caps: [(cap: Int32, list: AllowList)]
  private let lowestCap: Int32
  private let thresholds: VerdictThresholds
  var sums = Sums()
  /// The beliefs one by one, where somebody wants them explained.
  var beliefs: [Belief]?

  private(set) var kind = IndicatorKind.ipv4
  private var modelBase = 0
  private(set) var asOf: Int64 = 0
  private var lastPositiveSighting: Int64?

  /// Binds a scorecard to the texts of a dictionary's ids; `symbols[i]` belongs to id i.
  ///
  /// Ids beyond the table are sources of the default weight and signals without a rule.
  public init(_ scorecard: Scorecard, symbols: [String?]) {
    self.init(scorecard, scorecard.lists, symbols)
  }

  /// The same scorer for another thread.
  ///
  /// A copy shares the rules and lists. Threads that score with copies count references to them in the same memory, and
  /// wait for each other longer than scoring takes.
  public func separated() -> Scorer {
    Scorer(scorecard, scorecard.lists.map { AllowList(name: $0.name, unchecked: $0.text) }, rules.symbols)
  }

  private init(_ scorecard: Scorecard, _ lists: [AllowList], _ symbols: [String?]) {
    self.scorecard = scorecard
    rules = BoundRules(scorecard.settings, symbols: symbols)
    sums.combiner = scorecard.settings.combiner
    caps = scorecard.settings.caps.sorted { ($0.hundredths, $0.list) < ($1.hundredths, $1.list) }.compactMap { cap in
      lists.first { $0.name == cap.list }.map { (cap.hundredths, $0) }
    }
    lowestCap = caps.first?.cap ?? .max
    thresholds = scorecard.settings.thresholds
  }

  /// Starts the score of an indicator as of a moment.
  public mutating func begin(kind: IndicatorKind, asOf: Timestamp, lastPositiveSighting: Timestamp?) {
    self.kind = kind
    modelBase = BoundRules.place(of: kind) * rules.signalNames.count
    self.asOf = asOf.milliseconds
    self.lastPositiveSighting = lastPositiveSighting?.milliseconds
    sums.clear()
    beliefs?.removeAll(keepingCapacity: true)
  }

  /// Adds the newest observation of a source; `facts` are in the stored form.
  ///
  /// One with status `not_found` says nothing and is not added: it only ends what the source said before.
  /// Throws where the bytes are damaged, and then nothing of this indicator's score can be relied on.
  public mutating func add(
    source: Int, seq: Int64, observedAt: Timestamp, facts: UnsafeRawBufferPointer
  ) throws(FactsError) {
    let isKnown = source >= 0 && source < rules.weightOfSource.count
    let weight = isKnown ? rules.weightOfSource[source] : rules.standardWeight
    let group = isKnown ? rules.groupOfSource[source] : groupOfUnknown(source)
    let age = asOf.saturatingDifference(observedAt.milliseconds)
    // A sighting restarts the decay of what speaks for malice.
    let positiveAge = lastPositiveSighting.map { Swift.min(age, asOf.saturatingDifference($0)) } ?? age
    var slot = -1
    var cached = CachedFactor()

    var cursor = try FactsCursor(facts)
    while let fact = try cursor.next() {
      guard fact.symbol < rules.ruleOfSymbol.count else { continue }
      let rule = rules.ruleOfSymbol[fact.symbol]
      guard rule >= 0 else { continue }
      let others = rules.unless[Int(rule)]
      if !others.isEmpty, try Self.holds(facts, anyOf: others) { continue }
      let model = rules.modelOfKindAndRule[modelBase + Int(rule)]
      rules.table.forEachBelief(rule: Int(rule), in: fact.value) { meaning, part, element in
        if slot < 0 { slot = sums.slot(ofGroup: group, seq: seq, observedAt: observedAt.milliseconds) }
        let age = meaning > 0 ? positiveAge : age
        let decay = cached.factor(model, age, rules.models)
        let undecayed = Swift.min(Swift.max(meaning * weight, -0.99), 0.99)
        let millionths = Int32((undecayed * decay * 1_000_000).rounded())
        let meanTerm = sums.combiner == .weightedMean ? Int64((weight * decay * meaning * 1_000_000).rounded()) : 0
        sums.add(millionths, meanTerm: meanTerm, weight: weight, fades: rules.fades[Int(model)], slot: slot)
        if beliefs != nil {
          beliefs?.append(
            Belief(
              source: source, group: group, seq: seq, observedAt: observedAt.milliseconds, rule: rule, element: element,
              value: (try? part.decoded()) ?? .list([]), meaning: meaning, weight: weight, undecayed: undecayed,
              decay: decay, age: age, millionths: millionths, meanTerm: meanTerm))
        }
      }
    }
  }

  /// Whether facts hold one of these signals.
  private static func holds(_ facts: UnsafeRawBufferPointer, anyOf symbols: [Int]) throws(FactsError) -> Bool {
    var cursor = try FactsCursor(facts)
    while let fact = try cursor.next() {
      if symbols.contains(fact.symbol) { return true }
    }
    return false
  }

  /// The score of the indicator, whose canonical value is looked up in the allow lists where it matters.
  ///
  /// A judgement that was made later or has expired does not count.
  public func finish(value: @autoclosure () -> String, judgement: Judgement?) -> Score {
    if let judgement, judgement.counts(at: Timestamp(milliseconds: asOf)) {
      return judgement.score(thresholds)
    }
    let combined = sums.combined()
    return score(hundredths: cap(below: combined.score, value: value)?.cap ?? combined.score, combined)
  }

  func score(hundredths: Int32, _ combined: Sums.Combined) -> Score {
    Score(
      hundredths: hundredths,
      verdict: thresholds.verdict(hundredths: hundredths, speaksForBenign: combined.speaksForBenign))
  }

  /// The lowest cap below a score that applies to the indicator, with its list.
  func cap(below hundredths: Int32, value: () -> String) -> (cap: Int32, list: AllowList)? {
    guard lowestCap < hundredths else { return nil }
    let indicator = Indicator(kind, canonical: value())
    return caps.first { $0.cap < hundredths && $0.list.contains(indicator) }
  }

  /// A source that the table does not hold belongs to the default group, else to one of its own after all others.
  private func groupOfUnknown(_ source: Int) -> Int32 {
    if let group = rules.standardGroup, let place = rules.groupNames.firstIndex(of: group) { return Int32(place) }
    return Int32(clamping: rules.groupNames.count + Swift.max(0, source - rules.symbols.count))
  }
}

/// The last decay factor that was computed: an observation's signals nearly all decay alike.
private struct CachedFactor {
  private var model: Int32 = -1
  private var age = 0.0
  private var factor = 1.0

  @inline(__always)
  mutating func factor(_ model: Int32, _ age: Double, _ models: [DecayModel]) -> Double {
    if model != self.model || age != self.age {
      factor = models[Int(model)].factor(age: age)
      self.model = model
      self.age = age
    }
    return factor
  }
}

extension Int64 {
  /// The difference as a number, also where it does not fit 64 bits.
  fileprivate func saturatingDifference(_ other: Int64) -> Double {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? Double(self) - Double(other) : Double(difference)
  }
}
