import YAML

extension ScorecardReader {
  mutating func readAllowLists(_ tree: YAMLNode) {
    guard let entries = sequence(tree, "allowlists", example: "[{list: public-dns, cap: 20}]") else { return }
    for entry in entries {
      guard let members = mapping(entry, "an allow list", known: ["list", "cap"]) else { continue }
      let name = members.first { $0.name == "list" }.flatMap { fileName($0.value, "the list's name") }
      let cap = members.first { $0.name == "cap" }.flatMap { hundredths($0.value, "cap") }
      for setting in ["list", "cap"] where !members.contains(where: { $0.name == setting }) {
        report(entry.line, "an allow list has no \(setting)", "write {list: public-dns, cap: 20}")
      }
      guard let name, let cap else { continue }
      if lineOfList[name] != nil {
        report(entry.line, "list \(quoted(name)) is named twice", "keep one cap for each list")
      } else {
        lineOfList[name] = entry.line
        settings.caps.append(.init(list: name, hundredths: cap))
      }
    }
  }
}
