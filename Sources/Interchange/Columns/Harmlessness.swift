/// Words by which a source says that it holds nothing against a value.
enum Harmlessness {
  /// Whether a cell says nothing but that: `benign`, `Clean`, `false positive`.
  static func isSaid(by cell: String) -> Bool { words.contains(cell.nameKey) }

  /// Whether one of several labels says so beyond doubt; `clean` and `legitimate` among others may be said of a site
  /// that was broken into.
  static func isSaid(byOneOf labels: [String]) -> Bool { labels.contains { strict.contains($0.nameKey) } }

  /// What yes and no stand for.
  static func truth(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "1", "true", "yes", "y", "t", "1.0": true
    case "0", "false", "no", "n", "f", "0.0": false
    default: nil
    }
  }

  private static let strict: Set<String> = [
    "benign", "harmless", "falsepositive", "whitelisted", "whitelist", "allowlisted", "allowlist", "goodware",
    "nonmalicious", "notmalicious", "knowngood", "notathreat",
  ]
  private static let words = strict.union([
    "clean", "legitimate", "legit", "safe", "good", "trusted", "trustworthy", "fp", "ok", "benignpositive", "nothreat",
    "nothreats", "nothreatsdetected", "nothreatsfound", "nothreatfound", "whitelisting", "allowed", "ham", "normal",
    "truenegative", "noninfected", "notinfected", "wellknown", "benignfile", "legitimatefile", "notphish",
    "notphishing",
  ])
}
