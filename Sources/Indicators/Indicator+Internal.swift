extension Indicator {
  /// Whether this names something inside a network, which is kept from vendors: nobody outside can know anything of
  /// it, and asking would tell about the network.
  ///
  /// Loopback, private (RFC 1918), link-local, CGNAT (RFC 6598), ULA, unspecified, multicast and broadcast addresses;
  /// blocks that lie within one of these; names that the public DNS does not delegate (`.local`, `.internal`,
  /// `localhost`, `.lan`, `home.arpa` …); URLs and e-mail addresses by their host. Documentation ranges are ordinary.
  public var isInternal: Bool {
    switch kind {
    case .ipv4, .ipv6: IPAddress(parsing: value)?.isInternal ?? false
    case .cidr: CIDRBlock(parsing: value)?.isInternal ?? false
    case .domain: Self.isInternal(name: value)
    case .url, .email:
      host.map { host in
        IPAddress(parsing: host)?.isInternal ?? Self.isInternal(name: host)
      } ?? true
    case .md5, .sha1, .sha256, .sha512: false
    }
  }

  /// The host of a URL, an IPv6 address without its brackets, or the domain of an e-mail address; nil for other kinds.
  public var host: String? {
    switch kind {
    case .email: value.lastIndex(of: "@").map { String(value[value.index(after: $0)...]) }
    case .url: (try? WebAddress(Array(value.utf8)))?.plainHost
    default: nil
    }
  }

  private static func isInternal(name: String) -> Bool {
    let labels = name.split(separator: ".")
    guard labels.count > 1, let last = labels.last else { return true }
    return internalDomains.contains(String(last)) || labels.suffix(2) == ["home", "arpa"]
  }

  /// RFC 6761 and 6762, ICANN's `internal`, and names in common private use that the root zone does not delegate.
  private static let internalDomains: Set<String> = [
    "corp", "home", "internal", "intranet", "lan", "local", "localdomain", "localhost", "private",
  ]
}

extension WebAddress {
  /// The host without the brackets of an IPv6 address; nil where the URL has none.
  fileprivate var plainHost: String? {
    guard !host.isEmpty else { return nil }
    return host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
  }
}

extension IPAddress {
  /// Whether the address has a meaning inside one network only.
  public var isInternal: Bool {
    if case .v6(let address) = self, let mapped = address.mappedIPv4 { return IPAddress.v4(mapped).isInternal }
    return CIDRBlock.internalBlocks.contains { $0.contains(self) }
  }
}

extension CIDRBlock {
  /// Whether all addresses of the block have a meaning inside one network only.
  public var isInternal: Bool { Self.internalBlocks.contains { $0.contains(self) } }

  fileprivate static let internalBlocks: [CIDRBlock] = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
    "224.0.0.0/4", "255.255.255.255/32", "::/128", "::1/128", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
  ].compactMap { CIDRBlock(parsing: $0) }
}
