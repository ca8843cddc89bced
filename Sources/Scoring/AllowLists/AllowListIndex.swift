import Indicators
import JSON

/// An allow list in the form in which values are looked up: in time that does not grow with the list.
final class AllowListIndex: Sendable {
  /// Whether the list applies to a kind, by the kind's place.
  private let applies: [Bool]
  private let networks: NetworkTable
  /// Whole values in lower case.
  private let exact: Set<String>
  /// Hosts that stand for themselves and for everything below them.
  private let hosts: Set<String>
  private let parts: SubstringTable

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
    var applies = Array(repeating: true, count: IndicatorKind.allCases.count)
    if let attributes = json["matching_attributes"]?.array {
      let kinds = attributes.compactMap(\.string).flatMap(Self.kinds(ofAttribute:))
      for kind in IndicatorKind.allCases { applies[BoundRules.place(of: kind)] = kinds.contains(kind) }
    }
    self.applies = applies
    var networks: [CIDRBlock] = []
    var exact: Set<String> = []
    var hosts: Set<String> = []
    var parts = SubstringTable()
    for (index, entry) in entries.enumerated() {
      guard let written = entry.string else {
        throw AllowListError("entry \(index + 1) is no text", "write every entry in quotation marks")
      }
      let text = written.trimmedASCII.lowercased()
      guard !text.isEmpty else { continue }
      switch type {
      case .cidr:
        guard let network = CIDRBlock(parsing: text) else {
          throw AllowListError(
            "entry \(index + 1), '\(written.prefix(60))', is neither an address nor a network",
            "correct it, or use a list of type string")
        }
        networks.append(network)
      case .substring: parts.insert(text)
      case .string, .hostname:
        // An address in a list of names still means the address, however it is written.
        if let network = CIDRBlock(parsing: text) {
          networks.append(network)
        } else if let domain = Self.domain(text, type) {
          hosts.insert(domain)
        } else {
          exact.insert(text)
        }
      }
    }
    self.networks = NetworkTable(networks)
    self.exact = exact
    self.hosts = hosts
    self.parts = parts
  }

  /// The domain that an entry stands for with everything below it: any entry of a list of hosts, and `.example.com` or
  /// `*.example.com` in any list.
  private static func domain(_ entry: String, _ type: ListType) -> String? {
    var name = entry
    if name.hasPrefix("*.") { name.removeFirst() }
    guard type == .hostname || name.hasPrefix(".") else { return nil }
    name = String(name.drop { $0 == "." })
    if name.utf8.allSatisfy({ $0 < 0x80 }) { return name }
    return (try? Indicator(parsing: name, as: .domain))?.value ?? name
  }

  /// Whether an indicator is on the list.
  ///
  /// Hosts are looked for in domains, in the host of a URL and behind the `@` of an e-mail address, with every domain
  /// above them; networks in addresses, in networks that lie wholly within, and in URLs with an address as host.
  func contains(_ indicator: Indicator) -> Bool {
    guard applies[BoundRules.place(of: indicator.kind)] else { return false }
    if indicator.kind == .ipv4, let number = indicator.value.numberOfCanonicalIPv4, networks.contains(ipv4: number) {
      return true
    }
    if exact.isEmpty, parts.isEmpty, indicator.kind == .ipv4 { return false }
    let lowered = indicator.kind == .url ? indicator.value.lowercased() : indicator.value
    if exact.contains(lowered) || parts.hasMatch(in: lowered) { return true }
    switch indicator.kind {
    case .ipv4: return false
    case .ipv6, .cidr: return contains(network: indicator.value)
    case .domain: return containsDomain(atOrAbove: indicator.value)
    case .url, .email: return indicator.host.map { contains(network: $0) || containsDomain(atOrAbove: $0) } ?? false
    case .md5, .sha1, .sha256, .sha512: return false
    }
  }

  private func contains(network text: String) -> Bool {
    !networks.isEmpty && CIDRBlock(parsing: text).map(networks.contains) ?? false
  }

  private func containsDomain(atOrAbove host: String) -> Bool {
    guard !hosts.isEmpty else { return false }
    var rest = host[...]
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
  /// The number of an IPv4 address that is known to be canonical; nil for anything that cannot be one.
  fileprivate var numberOfCanonicalIPv4: UInt32? {
    var number: UInt32 = 0
    var part: UInt32 = 0
    var dots = 0
    for byte in utf8 {
      if byte == UInt8(ascii: ".") {
        number = number << 8 | part
        part = 0
        dots += 1
      } else {
        part = part &* 10 &+ UInt32(byte &- 0x30)
        guard part <= 255 else { return nil }
      }
    }
    return dots == 3 ? number << 8 | part : nil
  }

  /// Without white space at either end.
  fileprivate var trimmedASCII: Substring {
    var rest = self[...]
    while let first = rest.utf8.first, first <= 0x20 { rest = rest.dropFirst() }
    while let last = rest.utf8.last, last <= 0x20 { rest = rest.dropLast() }
    return rest
  }
}
