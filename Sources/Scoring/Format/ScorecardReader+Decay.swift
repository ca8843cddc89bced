import Indicators
import YAML

extension ScorecardReader {
  /// The settings that each model takes; all of them are needed.
  private static let models: [(name: String, settings: [String])] = [
    ("none", []), ("half-life", ["half-life"]), ("polynomial", ["lifetime", "pound"]), ("misp", ["lifetime", "speed"]),
  ]

  mutating func readDecay(_ section: YAMLNode.Member) {
    guard let members = mapping(section.value, "decay") else { return }
    for member in members {
      lineOfDecay[member.name] = member.line
      guard let model = readModel(member) else { continue }
      if member.name == "default" {
        settings.decay.standard = model
      } else if let kind = IndicatorKind(rawValue: member.name) {
        settings.decay.byKind[kind] = model
      } else if member.name.utf8.contains(UInt8(ascii: "/")) {
        settings.decay.byKindAndSignal[member.name] = model
      } else {
        settings.decay.bySignal[member.name] = model
      }
    }
    if lineOfDecay["default"] == nil {
      report(section.line, "decay has no default", "add default: {model: half-life, half-life: 30d} or {model: none}")
    }
  }

  /// Names in the decay section that can never apply, which is nearly always a slip of the pen.
  mutating func checkDecayNames() {
    let kinds = IndicatorKind.allCases.map(\.rawValue)
    let signals = settings.signals.keys.sorted()
    for (name, line) in lineOfDecay.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
      let parts = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      if parts.count == 2 {
        if !kinds.contains(parts[0]) {
          report(line, "decay names \(quoted(parts[0])), which is no kind", remedy(parts[0], kinds))
        }
        if settings.signals[parts[1]] == nil {
          report(line, "decay names \(quoted(parts[1])), which has no rule under signals", remedy(parts[1], signals))
        }
      } else if name != "default", !kinds.contains(name), settings.signals[name] == nil {
        report(
          line, "decay names \(quoted(name)), which is no kind and has no rule under signals",
          remedy(name, ["default"] + kinds + signals))
      }
    }
  }

  private func remedy(_ name: String, _ known: [String]) -> String {
    closestName(to: name, among: known).map { "did you mean \($0)?" }
      ?? "use default, a kind (\(IndicatorKind.allCases.map(\.rawValue).joined(separator: ", "))), a signal or kind/signal"
  }

  private mutating func readModel(_ member: YAMLNode.Member) -> DecayModel? {
    let what = "decay of \(quoted(member.name))"
    guard let members = mapping(member.value, what) else { return nil }
    let names = Self.models.map(\.name)
    guard let written = members.first(where: { $0.name == "model" }) else {
      report(member.line, "\(what) has no model", "add model: with one of \(names.joined(separator: ", "))")
      return nil
    }
    guard let name = text(written.value, "model of \(what)") else { return nil }
    guard let model = Self.models.first(where: { $0.name == name }) else {
      let remedy = closestName(to: name, among: names).map { "did you mean \($0)?" }
      report(
        written.value.line, "there is no decay model \(quoted(name))", remedy ?? "use \(names.joined(separator: ", "))")
      return nil
    }
    guard let members = mapping(member.value, "\(what) with model \(name)", known: ["model"] + model.settings) else {
      return nil
    }
    var values: [String: Double] = [:]
    for setting in members where setting.name != "model" {
      values[setting.name] =
        setting.name == "lifetime" || setting.name == "half-life"
        ? duration(setting.value, "\(setting.name) of \(what)")
        : number(setting.value, "\(setting.name) of \(what)", in: 0.01...100)
    }
    for setting in model.settings where !members.contains(where: { $0.name == setting }) {
      report(member.line, "\(what) has no \(setting)", "add \(setting): as model \(name) needs it")
    }
    guard values.count == model.settings.count else { return nil }
    switch name {
    case "half-life": return .halfLife(length: values["half-life", default: 1])
    case "polynomial": return .openCTI(lifetime: values["lifetime", default: 1], pound: values["pound", default: 1])
    case "misp": return .misp(lifetime: values["lifetime", default: 1], speed: values["speed", default: 1])
    default: return DecayModel.none
    }
  }

  private mutating func duration(_ tree: YAMLNode, _ what: String) -> Double? {
    if case .scalar(let text, _) = tree.content, let length = milliseconds(ofDuration: text) { return length }
    let written = if case .scalar(let text, _) = tree.content { quoted(text) } else { tree.kindName }
    report(
      tree.line, "\(what) is \(written)", "write a positive number and m, h, d or w, such as 30d, up to 1,000 years")
    return nil
  }
}
