import Indicators

/// One setting in which two scorecards differ.
public struct ScorecardChange: Hashable, Sendable {
  /// Where it is, such as `signals.virustotal.malicious.curve` or `lists.public-dns`.
  public var path: String
  /// What the first says; nil where it does not have the setting.
  public var from: String?
  /// What the second says; nil where it does not have the setting.
  public var to: String?
}

extension Scorecard {
  /// The settings that another scorecard changes, in the order of their paths; layout and comments do not count.
  public func changes(to other: Scorecard) -> [ScorecardChange] {
    let mine = flattened
    let theirs = other.flattened
    let paths = Set(mine.keys).union(theirs.keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return paths.filter { mine[$0] != theirs[$0] }.map { ScorecardChange(path: $0, from: mine[$0], to: theirs[$0]) }
  }

  /// Every setting by its path.
  private var flattened: [String: String] {
    var flat = ["name": name, "combine": settings.combiner.rawValue]
    flat["description"] = settings.description
    for (name, source) in settings.sources { flat.merge(Self.flattened(source, name)) { $1 } }
    flat.merge(Self.flattened(settings.defaultSource, "default")) { $1 }
    for (name, rule) in settings.signals {
      flat["signals.\(name).curve"] = rule.curve.map(Self.text)
      for value in rule.values { flat["signals.\(name).values.\(value.text)"] = Self.text(value.belief) }
    }
    flat["decay.default"] = Self.text(settings.decay.standard)
    for (kind, model) in settings.decay.byKind { flat["decay.\(kind.rawValue)"] = Self.text(model) }
    for (name, model) in settings.decay.bySignal.merging(settings.decay.byKindAndSignal, uniquingKeysWith: { $1 }) {
      flat["decay.\(name)"] = Self.text(model)
    }
    flat["verdicts.malicious"] = hundredthsText(thresholds.malicious)
    flat["verdicts.suspicious"] = hundredthsText(thresholds.suspicious)
    flat["verdicts.benign-below"] = hundredthsText(thresholds.benignBelow)
    for cap in settings.caps { flat["allowlists.\(cap.list).cap"] = hundredthsText(cap.hundredths) }
    for (number, rule) in settings.tags.enumerated() { flat["tags.\(number + 1).\(rule.tag)"] = rule.writtenCondition }
    for list in lists { flat["lists.\(list.name)"] = String(Self.identity(of: list.text, lists: []).prefix(12)) }
    return flat
  }

  private static func flattened(_ source: ScorecardSettings.SourceSettings, _ name: String) -> [String: String] {
    var flat = ["sources.\(name).weight": text(source.weight)]
    flat["sources.\(name).group"] = source.group
    flat["sources.\(name).reliability"] = source.reliability
    return flat
  }

  private static func text(_ curve: Curve) -> String {
    "[" + zip(curve.xs, curve.ys).map { "[\(text($0)), \(text($1))]" }.joined(separator: ", ") + "]"
  }

  private static func text(_ number: Double) -> String { Int64(exactly: number).map(String.init) ?? String(number) }

  private static func text(_ model: DecayModel) -> String {
    switch model {
    case .none: "none"
    case .halfLife(let length): "half-life \(days(length))"
    case .openCTI(let lifetime, let pound): "polynomial, lifetime \(days(lifetime)), pound \(text(pound))"
    case .misp(let lifetime, let speed): "misp, lifetime \(days(lifetime)), speed \(text(speed))"
    }
  }

  private static func days(_ milliseconds: Double) -> String { "\(text(milliseconds / 86_400_000))d" }
}
