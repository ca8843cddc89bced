import Indicators

/// The records of a Response Policy Zone, a list of names and addresses in a name server's own format
/// (https://datatracker.ietf.org/doc/html/draft-vixie-dnsop-dns-rpz-00).
///
/// The owner of a record is what is blocked, the data how: `CNAME .` and `CNAME *.` by saying that there is nothing,
/// `CNAME rpz-drop.` by silence, any other by an answer of the zone's own. `CNAME rpz-passthru.` lets pass, and the
/// zone's own `SOA` and `NS` are no part of the list. Owners are relative to the zone, which `$ORIGIN` or an absolute
/// owner of `SOA` names; `TTL` and class may stand before the type, and an owner that is left out is the one before.
struct ZoneRecords {
  /// What a line says.
  enum Line {
    /// A name, an address or a block that is blocked.
    case blocked(String)
    case passed
    /// A record of the zone itself, or a directive.
    case own
  }

  /// Whether a line before has shown that this is a zone.
  private var isZone = false
  private var origin = ""
  private var lastOwner = "@"
  /// How many parentheses are open, in which a record goes on over several lines.
  private var depth = 0

  /// What a line says; nil for one that is no record of a zone.
  mutating func read(_ line: ArraySlice<UInt8>) -> Line? {
    // Nearly all lines of other lists have no blank inside, or begin with what no type follows.
    let words = Self.words(line)
    if depth > 0 {
      count(words)
      return .own
    }
    guard let first = words.first else { return nil }
    if first.hasPrefix("$"), ["$TTL", "$ORIGIN", "$INCLUDE", "$GENERATE"].contains(first.uppercased()) {
      isZone = true
      if first.uppercased() == "$ORIGIN", words.count > 1 { origin = Self.name(words[1]) }
      return .own
    }
    var rest = words[...]
    let hasOwner = line.first.map { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } ?? false
    let owner = hasOwner ? rest.removeFirst() : lastOwner
    while let word = rest.first, Self.isTimeToLive(word) || Self.classes.contains(word.uppercased()) {
      rest.removeFirst()
    }
    guard let type = rest.popFirst()?.uppercased(), Self.types.contains(type), let data = rest.first else { return nil }
    let isOwn = type == "SOA" || Self.ownTypes.contains(type)
    if type == "SOA" || type == "CNAME" && Self.actions.contains(data.lowercased()) { isZone = true }
    guard isZone else { return nil }
    lastOwner = owner
    if type == "SOA", owner.hasSuffix("."), origin.isEmpty { origin = Self.name(owner) }
    count(words)
    return isOwn ? .own : trigger(owner, target: type == "CNAME" ? data : nil)
  }

  private func trigger(_ owner: String, target: String?) -> Line {
    var name = Self.name(owner)
    if owner == "@" || name == origin { return .own }
    if !origin.isEmpty, name.hasSuffix("." + origin) { name.removeLast(origin.utf8.count + 1) }
    if let target, target.lowercased() == "rpz-passthru." || Self.name(target) == name { return .passed }
    let labels = name.split(separator: ".").map(String.init)
    switch labels.last {
    case "rpz-ip", "rpz-nsip": return Self.network(labels.dropLast()).map(Line.blocked) ?? .blocked(name)
    case "rpz-nsdname": return .blocked(labels.dropLast().joined(separator: "."))
    // Whose questions are answered otherwise, not what is asked for.
    case "rpz-client-ip": return .passed
    default: return .blocked(name)
    }
  }

  /// `24.0.2.0.192` is 192.0.2.0/24, `64.zz.db8.2001` is 2001:db8::/64.
  private static func network(_ labels: ArraySlice<String>) -> String? {
    guard let length = labels.first else { return nil }
    let parts = labels.dropFirst().reversed()
    if parts.count == 4, parts.allSatisfy({ Int($0) != nil }) { return parts.joined(separator: ".") + "/" + length }
    let address = parts.map { $0 == "zz" ? "" : $0 }.joined(separator: ":")
    let start = parts.first == "zz" ? ":" : ""
    let end = parts.last == "zz" ? ":" : ""
    return start + address + end + "/" + length
  }

  /// Without the dot that makes a name absolute, in lower case.
  private static func name(_ text: String) -> String {
    (text.hasSuffix(".") ? String(text.dropLast()) : text).lowercased()
  }

  private mutating func count(_ words: [String]) {
    for word in words {
      depth += word.utf8.count { $0 == UInt8(ascii: "(") } - word.utf8.count { $0 == UInt8(ascii: ")") }
    }
    depth = max(depth, 0)
  }

  /// The words before a comment.
  private static func words(_ line: ArraySlice<UInt8>) -> [String] {
    let record = line.prefix { $0 != UInt8(ascii: ";") }
    guard record.count < 2048 else { return [] }
    return record.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// `300` or `1h30m`.
  private static func isTimeToLive(_ word: String) -> Bool {
    guard let first = word.utf8.first, (0x30...0x39).contains(first), word.utf8.count < 12 else { return false }
    return word.utf8.allSatisfy { (0x30...0x39).contains($0) || "smhdwSMHDW".utf8.contains($0) }
  }

  private static let classes: Set<String> = ["IN", "CH", "HS"]
  private static let actions: Set<String> = [".", "*.", "rpz-passthru.", "rpz-drop.", "rpz-tcp-only."]
  private static let ownTypes: Set<String> = ["NS", "MX", "DNSKEY", "RRSIG", "NSEC", "NSEC3", "NSEC3PARAM", "CAA"]
  private static let types = ownTypes.union(["SOA", "CNAME", "DNAME", "A", "AAAA", "TXT", "PTR", "SRV"])
}
