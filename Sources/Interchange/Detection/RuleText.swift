import Indicators

/// Texts whose lines look like rows or values at times and are neither: rules of detection programs, markup, mails.
enum RuleText {
  /// Whether the beginning of a text shows it to be one.
  static func isLikely(_ bytes: [UInt8]) -> Bool {
    let lines = bytes.split(maxSplits: 400, whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
      .prefix(400).map { $0.drop(while: \.isBlank) }.filter { !$0.isEmpty }
    guard let first = lines.first else { return false }
    if isMarkup(first) || isMail(lines.prefix(24)) { return true }
    return lines.contains(where: isRuleOfNetwork) || isYARA(lines) || isSigma(lines)
  }

  /// `<?xml …`, `<ioc …`: an element, and no value in angle brackets.
  private static func isMarkup(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.first == UInt8(ascii: "<"), let second = line.dropFirst().first else { return false }
    if second == UInt8(ascii: "?") || second == UInt8(ascii: "!") { return true }
    let name = line.dropFirst().prefix { $0.isAlphanumeric || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "_") }
    guard !name.isEmpty, name.count < 32, let next = line[name.endIndex...].first else { return false }
    return next == UInt8(ascii: ">") || next.isBlank
  }

  /// Suricata and Snort: `alert tcp any any -> any any (…)`, also commented out.
  private static func isRuleOfNetwork(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.drop { $0 == UInt8(ascii: "#") || $0.isBlank }
    let words = text.prefix(200).split(maxSplits: 3, whereSeparator: \.isBlank)
    guard words.count == 4, actions.contains(where: words[0].elementsEqual), text.contains(UInt8(ascii: "(")) else {
      return false
    }
    let rest = text.dropFirst(words[0].count)
    return zip(rest, rest.dropFirst()).contains { ($0 == 0x2D || $0 == 0x3C) && $1 == UInt8(ascii: ">") }
  }

  private static let actions = [
    "alert", "drop", "log", "pass", "reject", "rejectboth", "rejectdst", "rejectsrc", "sdrop",
  ].map { Array($0.utf8) }

  private static func isYARA(_ lines: [ArraySlice<UInt8>]) -> Bool {
    let starts = ["rule ", "private rule ", "global rule ", "global private rule "].map { Array($0.utf8) }
    return lines.contains { line in starts.contains { line.starts(with: $0) } && line.count < 200 }
      && lines.contains { line in line.starts(with: "condition:".utf8) || line.starts(with: "strings:".utf8) }
  }

  private static func isSigma(_ lines: [ArraySlice<UInt8>]) -> Bool {
    lines.contains { $0.starts(with: "detection:".utf8) } && lines.contains { $0.starts(with: "logsource:".utf8) }
  }

  /// Two fields of a mail's header among the first lines, of which the first is one.
  private static func isMail(_ lines: ArraySlice<ArraySlice<UInt8>>) -> Bool {
    func isField(_ line: ArraySlice<UInt8>) -> Bool {
      let name = line.prefix { $0.isLetter || $0 == UInt8(ascii: "-") }
      guard name.count < 32, line[name.endIndex...].first == UInt8(ascii: ":") else { return false }
      return fields.contains(name.lowercasedText)
    }
    guard let first = lines.first, isField(first) else { return false }
    return lines.dropFirst().contains(where: isField)
  }

  private static let fields: Set<String> = [
    "from", "to", "subject", "received", "return-path", "delivered-to", "message-id", "mime-version", "reply-to",
    "x-originating-ip", "content-type", "x-received", "authentication-results", "arc-seal", "dkim-signature",
  ]
}
