import Indicators

extension IndicatorKind {
  /// What a column or a type named after addresses may hold.
  static let addresses: [IndicatorKind] = [.ipv4, .ipv6, .cidr]
  /// What a column or a type named after hosts may hold.
  static let hosts: [IndicatorKind] = [.domain] + addresses
  /// What a column or a type named after hashes may hold.
  static let hashes: [IndicatorKind] = [.md5, .sha1, .sha256, .sha512]
}

extension Indicator {
  /// Reads a value as the first of these kinds that it fits, or as any kind where none are given.
  ///
  /// An address may be followed by a port, which is dropped.
  init(parsing text: String, asOneOf kinds: [IndicatorKind]) throws(IndicatorError) {
    if let indicator = Self.first(of: kinds, parsing: text) {
      self = indicator
    } else if let host = text.withoutPort, let indicator = Self.first(of: kinds, parsing: host),
      IndicatorKind.hosts.contains(indicator.kind)
    {
      self = indicator
    } else {
      try self.init(parsing: text, as: kinds.first)
    }
  }

  private static func first(of kinds: [IndicatorKind], parsing text: String) -> Indicator? {
    guard !kinds.isEmpty else { return try? Indicator(parsing: text) }
    for kind in kinds {
      if let indicator = try? Indicator(parsing: text, as: kind) { return indicator }
    }
    return nil
  }
}

extension String {
  /// The host in `192.0.2.1:443`, `evil.example:8080` or `[2001:db8::1]:443`; nil where there is no port.
  fileprivate var withoutPort: String? {
    guard let colon = utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
    let port = self[colon...].dropFirst()
    var host = self[..<colon]
    guard (1...5).contains(port.utf8.count), UInt16(port) != nil else { return nil }
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.utf8.contains(UInt8(ascii: ":")) {
      // An IPv6 address without brackets: its last group is no port.
      return nil
    }
    return String(host)
  }
}
