import YAML

extension ScorecardReader {
  mutating func readSignals(_ tree: YAMLNode) {
    guard let members = mapping(tree, "signals") else { return }
    if members.isEmpty { report(tree.line, "signals is empty", "add at least one rule, such as feed.listed") }
    for member in members {
      guard member.name.utf8.contains(UInt8(ascii: ".")) else {
        report(
          member.line, "\(quoted(member.name)) is no signal",
          "write the connector, a dot and the signal: virustotal.ratio")
        continue
      }
      if let rule = readRule(member) { settings.signals[member.name] = rule }
    }
  }

  private mutating func readRule(_ member: YAMLNode.Member) -> SignalRule? {
    guard let members = mapping(member.value, member.name, known: ["curve", "values", "unless"]) else { return nil }
    var rule = SignalRule()
    for part in members {
      switch part.name {
      case "curve": rule.curve = readCurve(part.value, member.name)
      case "unless": rule.unless = readUnless(part.value, member.name)
      default: rule.values = readValues(part.value, member.name) ?? []
      }
    }
    if !members.contains(where: { $0.name != "unless" }) {
      report(
        member.line, "\(member.name) has neither curve nor values", "add curve: [[0, 0], [10, 0.9]] or values: {…}")
    }
    return rule
  }

  private mutating func readCurve(_ tree: YAMLNode, _ signal: String) -> Curve? {
    let example = "[[0, 0], [10, 0.9]]"
    guard let points = sequence(tree, "curve of \(signal)", example: example) else { return nil }
    if points.isEmpty { report(tree.line, "curve of \(signal) is empty", "write points such as \(example)") }
    var xs: [Double] = []
    var ys: [Double] = []
    for point in points {
      guard case .sequence(let pair) = point.content, pair.count == 2 else {
        report(point.line, "a point of the curve of \(signal) is no pair", "write [value, belief] such as [10, 0.9]")
        continue
      }
      guard let x = number(pair[0], "a value of the curve of \(signal)", in: -1e15...1e15),
        let y = belief(pair[1], "a belief of the curve of \(signal)")
      else { continue }
      if let last = xs.last, x <= last {
        report(
          point.line, "the curve of \(signal) goes from \(last) to \(x)", "sort its points by value, each value once")
        continue
      }
      xs.append(x)
      ys.append(y)
    }
    return xs.isEmpty ? nil : Curve(xs: xs, ys: ys)
  }

  private mutating func readUnless(_ tree: YAMLNode, _ signal: String) -> [String] {
    guard let names = sequence(tree, "unless of \(signal)", example: "[feed.confidence]") else { return [] }
    return names.compactMap { node in
      guard let name = text(node, "a signal in unless of \(signal)") else { return nil }
      guard name.utf8.contains(UInt8(ascii: ".")), name != signal else {
        report(
          node.line, "\(quoted(name)) in unless of \(signal) is no other signal",
          "write the source of the signal, a dot and its name: feed.confidence")
        return nil
      }
      return name
    }
  }

  private mutating func readValues(_ tree: YAMLNode, _ signal: String) -> [SignalRule.Value]? {
    guard let members = mapping(tree, "values of \(signal)") else { return nil }
    if members.isEmpty { report(tree.line, "values of \(signal) is empty", "write pairs such as {malicious: 0.8}") }
    var values: [SignalRule.Value] = []
    var seen: Set<String> = []
    for member in members {
      guard let belief = belief(member.value, "the belief of \(quoted(member.name)) in \(signal)") else { continue }
      guard seen.insert(member.name.lowercased()).inserted else {
        report(
          member.line, "\(quoted(member.name)) is listed twice for \(signal)",
          "keep one: upper and lower case are the same")
        continue
      }
      values.append(.init(text: member.name, belief: belief))
    }
    return values
  }

  private mutating func belief(_ tree: YAMLNode, _ what: String) -> Double? {
    number(
      tree, what, in: -1...1,
      remedy: "write a number from -1 (surely benign) over 0 (says nothing) to 1 (surely malicious)")
  }
}
