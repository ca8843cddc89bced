import Indicators
import YAML

extension ScorecardReader {
  private static let modifiers = [
    "all", "contains", "startswith", "endswith", "gt", "gte", "lt", "lte", "cidr", "exists",
  ]

  mutating func readTags(_ tree: YAMLNode) {
    guard let entries = sequence(tree, "tags", example: #"[{tag: c2, when: {"label|contains": c2}}]"#) else { return }
    for entry in entries {
      guard let members = mapping(entry, "a tag", known: ["tag", "when"]) else { continue }
      for setting in ["tag", "when"] where !members.contains(where: { $0.name == setting }) {
        report(entry.line, "a tag has no \(setting)", #"write {tag: c2, when: {"label|contains": c2}}"#)
      }
      let tag = members.first { $0.name == "tag" }.flatMap { text($0.value, "tag") }
      let condition = members.first { $0.name == "when" }.map { readCondition($0.value) }
      if let tag, let condition { settings.tags.append(TagRule(tag: tag, alternatives: condition)) }
    }
  }

  /// A mapping, all of whose tests have to hold, or a list of mappings, one of which has to.
  private mutating func readCondition(_ tree: YAMLNode) -> [[TagTest]] {
    let alternatives = if case .sequence(let elements) = tree.content { elements } else { [tree] }
    if alternatives.isEmpty { report(tree.line, "when is empty", #"write a condition such as {"label|contains": c2}"#) }
    return alternatives.map { alternative in
      guard let members = mapping(alternative, "when") else { return [] }
      if members.isEmpty {
        report(alternative.line, "when is empty", #"write a condition such as {"label|contains": c2}"#)
      }
      return members.compactMap { readTest($0) }
    }
  }

  private mutating func readTest(_ member: YAMLNode.Member) -> TagTest? {
    let parts = member.name.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    let field = parts[0]
    if !field.utf8.contains(UInt8(ascii: ".")), !TagTest.fields.contains(field) {
      let remedy = closestName(to: field, among: TagTest.fields).map { "did you mean \($0)?" }
      report(
        member.line, "a condition names \(quoted(field)), which is no field",
        remedy ?? "use \(TagTest.fields.joined(separator: ", ")) or a signal such as shodan.tags")
      return nil
    }
    for modifier in parts.dropFirst() where !Self.modifiers.contains(modifier) {
      if modifier == "re" {
        report(
          member.line, "regular expressions are not supported, because some of them take for ever",
          "use contains, startswith, endswith or the wildcards * and ?")
      } else {
        let remedy = closestName(to: modifier, among: Self.modifiers).map { "did you mean \($0)?" }
        report(
          member.line, "there is no modifier \(quoted(modifier))",
          remedy ?? "use \(Self.modifiers.joined(separator: ", "))")
      }
      return nil
    }
    let comparisons = parts.dropFirst().filter { $0 != "all" }
    guard comparisons.count <= 1 else {
      report(
        member.line, "\(quoted(member.name)) compares in two ways", "keep one modifier, and all beside it if need be")
      return nil
    }
    guard let values = readTestValues(member) else { return nil }
    return makeTest(member, field, comparisons.first, needsAll: parts.dropFirst().contains("all"), values)
  }

  private mutating func readTestValues(_ member: YAMLNode.Member) -> [String]? {
    switch member.value.content {
    case .scalar: return text(member.value, quoted(member.name)).map { [$0.inNormalForm] }
    case .sequence(let elements):
      if elements.isEmpty { report(member.line, "\(quoted(member.name)) is compared with nothing", "list a value") }
      let values = elements.compactMap { text($0, "a value of \(quoted(member.name))")?.inNormalForm }
      return values.isEmpty || values.count < elements.count ? nil : values
    case .mapping:
      report(member.value.line, "\(quoted(member.name)) is a mapping", "write one value or a list of values")
      return nil
    }
  }

  private mutating func makeTest(
    _ member: YAMLNode.Member, _ field: String, _ modifier: String?, needsAll: Bool, _ values: [String]
  ) -> TagTest? {
    var comparison = TagTest.Comparison.equals
    switch modifier {
    case "contains": comparison = .contains
    case "startswith": comparison = .startsWith
    case "endswith": comparison = .endsWith
    case "gt": comparison = .greater
    case "gte": comparison = .greaterOrEqual
    case "lt": comparison = .less
    case "lte": comparison = .lessOrEqual
    case "exists":
      guard values == ["true"] || values == ["false"] else {
        report(member.value.line, "\(quoted(member.name)) is not true or false", "write true or false")
        return nil
      }
      comparison = .exists(values == ["true"])
    case "cidr":
      var networks: [CIDRBlock] = []
      for value in values {
        if let network = CIDRBlock(parsing: value) {
          networks.append(network)
        } else {
          report(member.value.line, "\(quoted(value)) is no network", "write one such as 10.0.0.0/8 or 2001:db8::/32")
        }
      }
      comparison = .within(NetworkTable(networks))
    default: break
    }
    if ["gt", "gte", "lt", "lte"].contains(modifier) {
      for value in values where Double(value) == nil {
        report(member.value.line, "\(quoted(value)) is no number", "compare with a number")
        return nil
      }
    }
    return TagTest(
      written: member.name, field: field, comparison: comparison, needsAll: needsAll,
      values: values.map { $0.lowercased() })
  }
}
