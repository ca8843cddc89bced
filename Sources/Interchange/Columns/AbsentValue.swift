/// Words in a cell that say that there is no value.
enum AbsentValue {
  /// Whether a text says that there is nothing: `-`, `N.A.`, `Unknown`, `[removed]`, `taken down`.
  static func isSaid(by text: Substring) -> Bool {
    guard let first = text.utf8.first else { return true }
    guard text.utf8.count <= longest, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
    // Any other alphabet is no such word.
    return text.utf8.allSatisfy { $0 < 0x7F } && words.contains(String(text).nameKey) || text == "—" || text == "–"
  }

  private static let longest = 24

  private static let words: Set<String> = [
    "none", "null", "nil", "na", "nan", "unknown", "unk", "disabled", "removed", "redacted", "deleted", "withheld",
    "tbd",
    "tba", "notavailable", "notapplicable", "notfound", "notknown", "undefined", "unavailable", "empty", "blank",
    "nodata",
    "novalue", "nothing", "missing", "takendown", "offline", "dead", "down", "various", "multiple", "several", "many",
    "unidentified", "notset", "unspecified", "yes", "no", "true", "false", "seeabove", "same", "n", "x", "xx", "xxx",
    "censored", "hidden", "private", "pending", "notobserved", "notseen", "notdetected", "inactive", "suspended",
    "sinkholed", "expired", "error", "failed", "invalid", "",
  ]
}
