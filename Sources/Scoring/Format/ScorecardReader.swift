import Indicators
import YAML

/// Reads a scorecard's YAML into settings and collects every problem on the way.
///
/// A section may be left out and then has its default; one that is written must be complete.
struct ScorecardReader {
  private(set) var problems: [ScorecardError.Problem] = []
  var settings = ScorecardSettings()
  /// The line on which each allow list is named first.
  var lineOfList: [String: Int] = [:]
  /// The line of each name in the `decay` section, checked once the signals are known.
  var lineOfDecay: [String: Int] = [:]

  static let sections = [
    "name", "description", "sources", "signals", "decay", "combine", "verdicts", "allowlists", "tags",
  ]

  /// Reads the tree of a scorecard; nil, which is an empty text, lacks everything.
  mutating func read(_ tree: YAMLNode?) {
    let line = tree?.line ?? 1
    var sections: [YAMLNode.Member] = []
    if let tree {
      guard let members = mapping(tree, "the scorecard", known: Self.sections) else { return }
      sections = members
    }
    for section in sections {
      switch section.name {
      case "name": readName(section.value)
      case "description": settings.description = text(section.value, "description")
      case "sources": readSources(section)
      case "signals": readSignals(section.value)
      case "decay": readDecay(section)
      case "combine": readCombiner(section.value)
      case "verdicts": readVerdicts(section.value)
      case "allowlists": readAllowLists(section.value)
      case "tags": readTags(section.value)
      default: break
      }
    }
    if !sections.contains(where: { $0.name == "name" }) {
      report(line, "there is no name", "add a line such as name: default")
    }
    if !sections.contains(where: { $0.name == "signals" }) {
      report(line, "there are no signals", "add signals: with at least one rule, such as feed.listed")
    }
    checkDecayNames()
  }

  mutating func report(_ line: Int, _ message: String, _ remedy: String) {
    problems.append(ScorecardError.Problem(line: line, message: message, remedy: remedy))
  }

  // MARK: values

  /// The members of a mapping; `known` are the names it may have, nil where any will do.
  mutating func mapping(_ tree: YAMLNode, _ what: String, known: [String]? = nil) -> [YAMLNode.Member]? {
    guard case .mapping(let members) = tree.content else {
      report(tree.line, "\(what) is \(tree.kindName)", "write a mapping of names to values")
      return nil
    }
    guard let known else { return members }
    for member in members where !known.contains(member.name) {
      let written = quoted(member.name)
      if let close = closestName(to: member.name, among: known) {
        report(member.line, "\(what) has no \(written)", "did you mean \(close)?")
      } else {
        report(member.line, "\(what) has no \(written)", "use \(known.joined(separator: ", "))")
      }
    }
    return members.filter { known.contains($0.name) }
  }

  mutating func sequence(_ tree: YAMLNode, _ what: String, example: String) -> [YAMLNode]? {
    guard case .sequence(let elements) = tree.content else {
      report(tree.line, "\(what) is \(tree.kindName)", "write a list such as \(example)")
      return nil
    }
    return elements
  }

  mutating func text(_ tree: YAMLNode, _ what: String) -> String? {
    guard case .scalar(let text, let isQuoted) = tree.content, isQuoted || !(text.isEmpty || text == "~") else {
      report(tree.line, "\(what) is not a text", "write one word or one line")
      return nil
    }
    return text
  }

  /// A finite number within a range, written without quotation marks.
  mutating func number(
    _ tree: YAMLNode, _ what: String, in range: ClosedRange<Double>, remedy: String? = nil
  ) -> Double? {
    let remedy = remedy ?? "write a number from \(plain(range.lowerBound)) to \(plain(range.upperBound))"
    guard case .scalar(let text, false) = tree.content, let number = decimal(text) else {
      if case .scalar(let text, _) = tree.content {
        report(tree.line, "\(what) is \(quoted(text)), which is no number", remedy)
      } else {
        report(tree.line, "\(what) is \(tree.kindName)", remedy)
      }
      return nil
    }
    guard range.contains(number) else {
      report(tree.line, "\(what) is \(text)", remedy)
      return nil
    }
    return number
  }

  /// A score from 0 to 100 in hundredths, with at most two decimals.
  mutating func hundredths(_ tree: YAMLNode, _ what: String) -> Int32? {
    guard let number = number(tree, what, in: 0...100) else { return nil }
    let scaled = (number * 100).rounded()
    guard abs(scaled - number * 100) < 1e-6 else {
      report(tree.line, "\(what) has more than two decimals", "write at most two decimals: scores are whole hundredths")
      return nil
    }
    return Int32(scaled)
  }

  /// A name that is also a file's: letters, digits, `-`, `_` and `.`, not starting with a dot.
  mutating func fileName(_ tree: YAMLNode, _ what: String) -> String? {
    guard let name = text(tree, what) else { return nil }
    guard isFileName(name) else {
      report(
        tree.line, "\(what) is \(quoted(name))", "use up to 64 letters, digits, -, _ and ., not starting with a dot")
      return nil
    }
    return name
  }

  func isFileName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count) && name.utf8.first != UInt8(ascii: ".")
      && name.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
      }
  }

  /// A text in quotation marks, cut to what fits into a message.
  func quoted(_ text: String) -> String {
    // Nearly always, and asked for every name that is read.
    if text.utf8.count <= 60, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return "'\(text)'" }
    let shown = text.prefix(60).map { $0.isNewline || $0 == "\t" ? " " : $0 }
    return "'\(String(shown))\(text.count > 60 ? "…" : "")'"
  }

  private func decimal(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }), let number = Double(text),
      number.isFinite
    else { return nil }
    return number
  }

  private func plain(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? String(number)
  }

  // MARK: single values

  private mutating func readName(_ tree: YAMLNode) {
    if let name = fileName(tree, "the name") { settings.name = name }
  }

  private mutating func readCombiner(_ tree: YAMLNode) {
    guard let name = text(tree, "combine") else { return }
    let known = Combiner.allCases.map(\.rawValue)
    if let combiner = Combiner(rawValue: name) {
      settings.combiner = combiner
    } else if let close = closestName(to: name, among: known) {
      report(tree.line, "there is no combiner \(quoted(name))", "did you mean \(close)?")
    } else {
      report(tree.line, "there is no combiner \(quoted(name))", "use \(known.joined(separator: ", "))")
    }
  }

  private mutating func readVerdicts(_ tree: YAMLNode) {
    guard let members = mapping(tree, "verdicts", known: ["malicious", "suspicious", "benign-below"]) else { return }
    for member in members {
      guard let value = hundredths(member.value, member.name) else { continue }
      switch member.name {
      case "malicious": settings.thresholds.malicious = value
      case "suspicious": settings.thresholds.suspicious = value
      default: settings.thresholds.benignBelow = value
      }
    }
    let thresholds = settings.thresholds
    if thresholds.suspicious == 0 {
      report(tree.line, "suspicious is 0, so that every indicator would be suspicious", "write a number above 0")
    }
    if thresholds.malicious < thresholds.suspicious {
      report(tree.line, "malicious is below suspicious", "put malicious at or above suspicious")
    }
    if thresholds.suspicious < thresholds.benignBelow {
      report(tree.line, "suspicious is below benign-below", "put benign-below at or below suspicious")
    }
  }
}
