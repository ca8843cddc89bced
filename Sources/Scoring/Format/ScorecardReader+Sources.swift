import Indicators
import YAML

extension ScorecardReader {
  mutating func readSources(_ section: YAMLNode.Member) {
    guard let members = mapping(section.value, "sources") else { return }
    var hasDefault = false
    for member in members {
      let source = readSource(member)
      if member.name == "default" {
        hasDefault = true
        if let source { settings.defaultSource = source }
      } else if let source {
        let name = member.name.inNormalForm
        settings.sources[name] = source
        if let pattern = SourcePattern(name) { settings.sourcePatterns.append(pattern) }
      }
    }
    settings.sourcePatterns.sort { $0.precedes($1) }
    if !hasDefault {
      report(section.line, "sources has no default", "add default: {weight: 0.6} for every source that is not named")
    }
  }

  private mutating func readSource(_ member: YAMLNode.Member) -> ScorecardSettings.SourceSettings? {
    let what = "source \(quoted(member.name))"
    guard let members = mapping(member.value, what, known: ["weight", "group", "reliability"]) else { return nil }
    var source = ScorecardSettings.SourceSettings(weight: 0)
    var hasWeight = false
    for setting in members {
      switch setting.name {
      case "weight":
        hasWeight = true
        source.weight = number(setting.value, "weight of \(what)", in: 0...1) ?? 0
      case "group":
        source.group = text(setting.value, "group of \(what)")
      default:
        guard let letter = text(setting.value, "reliability of \(what)") else { continue }
        if ["A", "B", "C", "D", "E", "F"].contains(letter) {
          source.reliability = letter
        } else {
          report(setting.value.line, "reliability of \(what) is \(quoted(letter))", "write a letter from A to F")
        }
      }
    }
    if !hasWeight { report(member.line, "\(what) has no weight", "add weight: with a number from 0 to 1") }
    return source
  }
}
