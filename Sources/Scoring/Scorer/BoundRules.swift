import Indicators

/// A scorecard's rules by the integer ids of a log's dictionary, so that scoring compares no texts.
///
/// Immutable, and shared by all copies of a scorer.
final class BoundRules: Sendable {
  /// The text of each id; nil for ids that are not in use.
  let symbols: [String?]
  /// The names of the signals that have a rule, in the order of their UTF-8 bytes.
  let signalNames: [String]
  /// The rules of these signals, in the same order.
  let table: RuleTable
  /// The index of the rule for each symbol, −1 for none.
  let ruleOfSymbol: [Int32]
  /// For each rule the symbols beside which it says nothing.
  let unless: [[Int]]
  /// How far the source of each symbol is trusted.
  let weightOfSource: [Double]
  /// The group of the source of each symbol, as its place among all groups in the order of their names' UTF-8 bytes.
  let groupOfSource: [Int32]
  let groupNames: [String]
  /// Every decay model there is.
  let models: [DecayModel]
  /// Whether each of them changes anything with time.
  let fades: [Bool]
  /// The index in `models` for each kind and rule.
  let modelOfKindAndRule: [Int32]
  let standardWeight: Double
  let standardGroup: String?

  init(_ settings: ScorecardSettings, symbols: [String?]) {
    self.symbols = symbols
    standardWeight = settings.defaultSource.weight
    standardGroup = settings.defaultSource.group

    signalNames = settings.signals.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    table = RuleTable(signalNames.map { settings.signals[$0, default: SignalRule()] })
    let ruleOfName = Dictionary(uniqueKeysWithValues: zip(signalNames, Int32(0)...))
    ruleOfSymbol = symbols.map { $0.flatMap { ruleOfName[$0] } ?? -1 }
    unless = signalNames.map { name in
      let others = settings.signals[name]?.unless ?? []
      return others.isEmpty ? [] : symbols.indices.filter { symbols[$0].map(others.contains) ?? false }
    }

    let sources = symbols.map { $0.map(settings.source) ?? settings.defaultSource }
    weightOfSource = sources.map(\.weight)
    let groups = zip(sources, symbols).map { source, symbol in source.group ?? symbol ?? "" }
    groupNames = Set(groups + [settings.defaultSource.group].compactMap(\.self)).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    let placeOfName = Dictionary(uniqueKeysWithValues: zip(groupNames, Int32(0)...))
    groupOfSource = groups.map { placeOfName[$0, default: 0] }

    var models: [DecayModel] = []
    var placeOfModel: [DecayModel: Int32] = [:]
    var modelOfKindAndRule: [Int32] = []
    for kind in IndicatorKind.allCases.sorted(by: { Self.place(of: $0) < Self.place(of: $1) }) {
      for name in signalNames {
        let model = settings.decay.model(kind: kind, signal: name)
        let place = placeOfModel[model] ?? Int32(models.count)
        if place == models.count {
          placeOfModel[model] = place
          models.append(model)
        }
        modelOfKindAndRule.append(place)
      }
    }
    self.models = models
    fades = models.map { $0 != .none }
    self.modelOfKindAndRule = modelOfKindAndRule
  }

  /// The name of a source or signal; `#17` for an id that is newer than the table.
  func name(_ symbol: Int) -> String {
    (symbols.indices.contains(symbol) ? symbols[symbol] : nil) ?? "#\(symbol)"
  }

  /// The name of a group by its place; sources newer than the table come after all others, each on its own.
  func groupName(_ place: Int32) -> String {
    Int(place) < groupNames.count ? groupNames[Int(place)] : "#\(Int(place) - groupNames.count + symbols.count)"
  }

  /// The place of a kind in the tables.
  static func place(of kind: IndicatorKind) -> Int {
    switch kind {
    case .ipv4: 0
    case .ipv6: 1
    case .cidr: 2
    case .domain: 3
    case .url: 4
    case .email: 5
    case .md5: 6
    case .sha1: 7
    case .sha256: 8
    case .sha512: 9
    }
  }
}
