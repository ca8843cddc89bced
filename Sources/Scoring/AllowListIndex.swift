import Indicators
import JSON

/// An allow list in the form in which values are looked up: in time that does not grow with the list.
struct AllowListIndex: Sendable {
  /// The kinds to which the list applies; nil for all.
  private(set) var kinds: Set<IndicatorKind>?
  private(set) var networks = NetworkTable()
  /// Whole values in lower case.
  private(set) var exact: Set<String> = []
  /// Hosts that stand for themselves and for everything below them.
  private(set) var hosts: Set<String> = []
  private(set) var parts = SubstringTable()

  init() {}

  /// How MISP's list types are understood; `regex` is none of them.
  enum ListType: String, CaseIterable {
    case string, hostname, cidr, substring
  }

  /// Reads `{"type": …, "list": […], "matching_attributes": […]}`; other members are for the reader.
  init(parsing text: String) throws(AllowListError) {
    let json: JSONValue
    do {
      json = try JSONValue(parsing: text)
    } catch {
      throw AllowListError("the list is no JSON (\(error.message))", "use a list in MISP's format", line: error.line)
    }
    guard let entries = json["list"]?.array, let written = json["type"]?.string else {
      throw AllowListError(
        "the list has no \"type\" or no \"list\"", #"write {"name": "…", "type": "cidr", "list": ["192.0.2.0/24"]}"#)
    }
    guard let type = ListType(rawValue: written) else {
      let message =
        written == "regex"
        ? "lists of type regex are not supported, because some regular expressions take for ever"
        : "there is no list type '\(written.prefix(60))'"
      throw AllowListError(message, "use a list of type string, hostname, cidr or substring")
    }
    if let attributes = json["matching_attributes"]?.array {
      kinds = Set(attributes.compactMap(\.string).flatMap(Self.kinds(ofAttribute:)))
    }
    try insert(entries, type)
  }

  private mutating func insert(_ entries: [JSONValue], _ type: ListType) throws(AllowListError) {
    for (index, entry) in entries.enumerated() {
      guard let written = entry.string else {
        throw AllowListError("entry \(index + 1) is no text", "write every entry in quotation marks")
      }
      let text = written.trimmedASCII.lowercased()
      guard !text.isEmpty else { continue }
      switch type {
      case .cidr:
        guard let network = Network(parsing: text.utf8) else {
          throw AllowListError(
            "entry \(index + 1), '\(written.prefix(60))', is neither an address nor a network",
            "correct it, or use a list of type string")
        }
        networks.insert(network)
      case .substring: parts.insert(text)
      case .string, .hostname:
        // An address in a list of names still means the address, however it is written.
        if let network = Network(parsing: text.utf8) {
          networks.insert(network)
        } else if type == .hostname || text.hasPrefix(".") {
          hosts.insert(String(text.drop { $0 == "." }))
        } else {
          exact.insert(text)
        }
      }
    }
  }

  /// Whether a value in canonical form is on the list.
  ///
  /// Hosts are looked for in domains, in the host of a URL and behind the `@` of an e-mail address, with every domain
  /// above them; networks in addresses, in networks that lie wholly within, and in URLs with an address as host.
  func contains(kind: IndicatorKind, value: String) -> Bool {
    if let kinds, !kinds.contains(kind) { return false }
    let lowered = kind == .url ? value.lowercased() : value
    if exact.contains(lowered) || parts.hasMatch(in: lowered) { return true }
    let host: Substring
    switch kind {
    case .ipv4, .ipv6, .cidr:
      return !networks.isEmpty && Network(parsing: value.utf8).map(networks.contains) ?? false
    case .domain: host = Substring(value)
    case .url: host = lowered.hostOfURL
    case .email: host = value[(value.lastIndex(of: "@").map(value.index(after:)) ?? value.endIndex)...]
    case .md5, .sha1, .sha256, .sha512: return false
    }
    if !networks.isEmpty, let address = Network(parsing: host.utf8) { return networks.contains(address) }
    return !hosts.isEmpty && containsDomain(atOrAbove: host)
  }

  private func containsDomain(atOrAbove host: Substring) -> Bool {
    var rest = host
    while true {
      if hosts.contains(String(rest)) { return true }
      guard let dot = rest.firstIndex(of: ".") else { return false }
      rest = rest[rest.index(after: dot)...]
    }
  }

  /// The kinds that a MISP attribute type stands for; composites such as `filename|md5` stand for each of their parts.
  private static func kinds(ofAttribute attribute: String) -> [IndicatorKind] {
    attribute.split(separator: "|").flatMap { part -> [IndicatorKind] in
      switch part {
      case "ip-src", "ip-dst", "ip": [.ipv4, .ipv6, .cidr]
      case "domain", "hostname": [.domain]
      case "url", "uri", "link": [.url]
      case "email", "email-src", "email-dst", "email-reply-to", "target-email", "whois-registrant-email": [.email]
      case "md5": [.md5]
      case "sha1": [.sha1]
      case "sha256": [.sha256]
      case "sha512": [.sha512]
      default: []
      }
    }
  }
}

extension String {
  /// The host of a URL: without scheme, user, port and path, and an IPv6 address without its brackets.
  fileprivate var hostOfURL: Substring {
    var rest = self[...]
    if let scheme = rest.utf8.firstRange(of: "://".utf8) { rest = rest[scheme.upperBound...] }
    rest = rest.prefix { !"/?#\\".contains($0) }
    if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
    if rest.first == "[" { return rest.dropFirst().prefix { $0 != "]" } }
    return rest.prefix { $0 != ":" }
  }

  fileprivate var trimmedASCII: Substring {
    var rest = self[...]
    while let first = rest.utf8.first, first <= 0x20 { rest = rest.dropFirst() }
    while let last = rest.utf8.last, last <= 0x20 { rest = rest.dropLast() }
    return rest
  }
}

extension Substring.UTF8View {
  fileprivate func firstRange(of part: String.UTF8View) -> Range<Index>? {
    var start = startIndex
    while start != endIndex {
      if self[start...].starts(with: part) { return start..<index(start, offsetBy: part.count) }
      formIndex(after: &start)
    }
    return nil
  }
}
