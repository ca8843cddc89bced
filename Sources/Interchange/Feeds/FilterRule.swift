/// A line of a list made for ad blockers or name servers, which says in their language that a name is blocked.
///
/// Adblock: `||evil.example^` (https://help.adblockplus.org/hc/en-us/articles/360062733293), dnsmasq:
/// `address=/evil.example/0.0.0.0`, `server=/evil.example/`, `local=/evil.example/`; unbound: `local-zone:`; BIND: `zone`.
enum FilterRule {
  /// The values that are blocked.
  case blocked([ArraySlice<UInt8>])
  /// A title, a comment, an exception from blocking, or a rule about parts of a page.
  case passed

  /// Nil for a line that is no such rule.
  init?(_ line: ArraySlice<UInt8>) {
    switch line.first {
    case UInt8(ascii: "!"): self = .passed
    case UInt8(ascii: "@") where line.starts(with: "@@".utf8): self = .passed
    case UInt8(ascii: "[") where line.starts(with: "[Adblock".utf8): self = .passed
    case UInt8(ascii: "|") where line.starts(with: "||".utf8): self = .blocked([Self.anchored(line.dropFirst(2))])
    default:
      if let names = Self.serverNames(line) {
        self = .blocked(names)
      } else if let zone = Self.localZone(line) {
        self = zone
      } else if Self.hidesParts(line) {
        self = .passed
      } else {
        return nil
      }
    }
  }

  /// What stands before the separator `^`, an end anchor `|` or the options behind `$`.
  private static func anchored(_ rule: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let end = rule.firstIndex { $0 == UInt8(ascii: "^") || $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "$") }
    // Behind the separator stand options or nothing; a longer pattern names no single value, and is refused as it is.
    guard let end, rule[end] == UInt8(ascii: "^") else { return rule[..<(end ?? rule.endIndex)] }
    let rest = rule[(end + 1)...]
    return rest.isEmpty || rest.first == UInt8(ascii: "$") || rest.first == UInt8(ascii: "|") ? rule[..<end] : rule
  }

  /// The names of a line for dnsmasq that sends them nowhere.
  private static func serverNames(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
    let options = ["address=/", "server=/", "local=/"]
    guard let option = options.first(where: { line.starts(with: $0.utf8) }) else { return nil }
    let parts = line.dropFirst(option.utf8.count).split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count > 1, let target = parts.last, target.isEmpty || nowhere.contains(where: target.elementsEqual)
    else { return nil }
    return Array(parts.dropLast())
  }

  /// `local-zone: "evil.example" always_nxdomain` of unbound, `zone "evil.example" { type master; … };` of BIND.
  private static func localZone(_ line: ArraySlice<UInt8>) -> FilterRule? {
    if line.elementsEqual("server:".utf8) || line.starts(with: "local-data:".utf8) { return .passed }
    let isUnbound = line.starts(with: "local-zone:".utf8)
    guard isUnbound || line.starts(with: "zone ".utf8) else { return nil }
    let parts = line.split(separator: UInt8(ascii: "\""), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    let rest = String(decoding: parts[2], as: UTF8.self).trimmed
    if isUnbound, ["transparent", "typetransparent", "inform", "nodefault"].contains(rest) { return .passed }
    return isUnbound || rest.hasPrefix("{") || rest.hasPrefix("IN") || rest.hasPrefix("in") ? .blocked([parts[1]]) : nil
  }

  private static let nowhere = ["#", "0.0.0.0", "127.0.0.1", "::", "::1"].map { Array($0.utf8) }

  /// Whether the rule hides parts of pages, as in `site.example##.banner`: that says nothing about the site.
  private static func hidesParts(_ line: ArraySlice<UInt8>) -> Bool {
    guard let hash = line.firstIndex(of: UInt8(ascii: "#")), !line[..<hash].contains(UInt8(ascii: "/")) else {
      return false
    }
    return ["##", "#@#", "#?#", "#$#"].contains { line[hash...].starts(with: $0.utf8) }
  }
}
