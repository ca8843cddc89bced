/// Decides what kind of indicator a value is and makes it canonical.
struct ValueParser {
  /// What the value is known to be.
  let kind: IndicatorKind?
  /// How padded octets are read.
  let octets: OctetNotation

  /// Reads a value with everything that may surround it: one indicator, or the blocks of a range of addresses.
  func parse(_ bytes: ArraySlice<UInt8>) throws(IndicatorError) -> [Indicator] {
    guard bytes.count <= 4 * WebAddress.maximumLength else { throw .longURL }
    let trimmed = Surroundings.trimmed(bytes)
    guard !trimmed.isEmpty else { throw IndicatorError(.empty, "there is no value; remove the line or fill it in") }
    guard let live = Refanging.refang(Array(trimmed)) else {
      throw IndicatorError(.malformed, "defanged in itself too many times; write the value once defanged")
    }
    let indicators = try classify(live)
    for indicator in indicators { try check(indicator) }
    return indicators
  }

  /// Whether the value is what it is known to be.
  private func check(_ indicator: Indicator) throws(IndicatorError) {
    guard Indicator.fits(indicator.kind, kind) else {
      throw IndicatorError(
        .wrongKind,
        "this is of kind \(indicator.kind.rawValue), not \(kind?.rawValue ?? ""); correct the value or the kind")
    }
    if kind == .ipv4 || kind == .ipv6, indicator.kind == .cidr {
      guard indicator.value.utf8.contains(UInt8(ascii: ":")) == (kind == .ipv6) else {
        throw IndicatorError(.wrongKind, "this block is of the other IP version; correct the value or the kind")
      }
    }
  }

  private func classify(_ live: [UInt8]) throws(IndicatorError) -> [Indicator] {
    if live.starts(with: "\\\\".utf8) { return [try share(live)] }
    if kind == .url || WebAddress.isURL(live) { return [try url(live)] }
    if let kind, kind.isHash, let hash = Digest.octets(live) { return [hash] }
    if let hash = try Digest.prefixed(live) ?? Digest.indicator(live.span) { return [hash] }
    if let blocks = try networks(live) { return blocks.map(\.indicator) }
    if let address = try address(live) { return [address] }
    if live.starts(with: "mailto:".utf8) { return [try email(Array(live.dropFirst(7)))] }
    if kind == .email { return [try email(live)] }
    let pathStart = live.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
    if let at = live.firstIndex(of: UInt8(ascii: "@")), at < pathStart ?? live.count { return [try email(live)] }
    if pathStart != nil { return [try schemeless(live)] }
    return [try domain(live)]
  }

  // MARK: - URLs and mail

  private func url(_ live: [UInt8]) throws(IndicatorError) -> Indicator {
    guard WebAddress.isURL(live) || !WebAddress.startsWithScheme(live) else {
      throw IndicatorError(.ambiguous, "a scheme without slashes, or a host called so with a port; write the slashes")
    }
    var text = WebAddress.isURL(live) ? live : Array("http://".utf8) + live
    // A reference may have been percent-encoded in part: what is canonical stays the same when it is read again.
    for _ in 0..<4 {
      guard let decoded = CharacterReferences.decoded(text) else { break }
      let canonical = try WebAddress(decoded).text
      text = Array(canonical.utf8)
      if CharacterReferences.decoded(text) == text { return Indicator(.url, canonical: canonical) }
    }
    throw IndicatorError(.malformed, "HTML's character references hide in each other; write the URL as it is asked for")
  }

  /// `evil.example/path`, provided that what stands before the path is a name or a whole address.
  private func schemeless(_ live: [UInt8]) throws(IndicatorError) -> Indicator {
    // `/upload/gate.php` is a path on any host; `//evil.example/gate.php` names one.
    guard live.first != UInt8(ascii: "/") || live.starts(with: "//".utf8) else { throw .unknown(live) }
    let url = try url(live)
    guard let host = url.host, host.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }) else {
      throw .unknown(live)
    }
    // `10/8` asks nobody at 0.0.0.10.
    if IPv4Address(parsing: host) != nil, !live.starts(with: host.utf8) {
      throw IndicatorError(
        .ambiguous, "neither a whole IP address, nor a network, nor a URL with its scheme; write it as one of these")
    }
    return url
  }

  /// The share of a server as Windows writes it: `\\evil.example@8080\DavWWWRoot\a.exe` is a `file` URL.
  private func share(_ live: [UInt8]) throws(IndicatorError) -> Indicator {
    let url = try url(Array("file://".utf8) + live.drop { $0 == UInt8(ascii: "\\") })
    // A single name is one of the local network, or `?` and `.` of a path on this machine.
    guard let host = url.host, host.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }) else {
      throw .unknown(live)
    }
    return url
  }

  private func email(_ live: [UInt8]) throws(IndicatorError) -> Indicator {
    Indicator(.email, canonical: try MailAddress.canonical(live))
  }

  // MARK: - Addresses

  private func networks(_ live: [UInt8]) throws(IndicatorError) -> [CIDRBlock]? {
    let isNetwork = kind == .ipv4 || kind == .ipv6 || kind == .cidr
    return try NetworkNotation(octets: octets, isNetwork: isNetwork).blocks(live)
  }

  /// An address in brackets or with a port; nil where it is none.
  private func address(_ live: [UInt8]) throws(IndicatorError) -> Indicator? {
    var text = live[...]
    if text.first == UInt8(ascii: "["), let end = text.firstIndex(of: UInt8(ascii: "]")) {
      let rest = text[(end + 1)...]
      guard rest.isEmpty || Self.isPort(rest) else { return nil }
      text = text[1..<end]
    } else if let colon = text.lastIndex(of: UInt8(ascii: ":")), text.firstIndex(of: UInt8(ascii: ":")) == colon,
      Self.isPort(text[colon...])
    {
      text = text[..<colon]
    }
    if text.count < live.count, !text.contains(UInt8(ascii: "/")),
      let address = try networks(Array(text))?.first, address.prefixLength == address.network.bitWidth
    {
      return address.indicator
    }
    if let reason = Self.fault(ofAddress: text) { throw reason }
    return nil
  }

  /// What is wrong with a text that looks like an address or a block and is none.
  private static func fault(ofAddress text: ArraySlice<UInt8>) -> IndicatorError? {
    let parts = text.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first else { return nil }
    let octets = first.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let isQuad = octets.count == 4 && octets.allSatisfy { (1...4).contains($0.count) && $0.allSatisfy(\.isDigit) }
    if isQuad, octets.contains(where: { $0.count > 1 && $0.first == UInt8(ascii: "0") }) { return .padded }
    if isQuad, IPAddress(parsing: first.span) == nil {
      return IndicatorError(.malformed, "an octet of the IPv4 address is above 255; correct it")
    }
    if parts.count == 2, IPAddress(parsing: first.span) != nil, !parts[1].isEmpty, parts[1].allSatisfy(\.isDigit) {
      return IndicatorError(.malformed, "the length behind the slash is none of its IP version; correct it")
    }
    if first.contains(UInt8(ascii: "%")), first.count(where: { $0 == UInt8(ascii: ":") }) > 1 {
      return IndicatorError(.malformed, "a zone (%eth0) means something on one machine only; remove it")
    }
    return nil
  }

  // MARK: - Domains

  private func domain(_ live: [UInt8]) throws(IndicatorError) -> Indicator {
    var name = live[...]
    if let colon = name.lastIndex(of: UInt8(ascii: ":")), Self.isPort(name[colon...]) { name = name[..<colon] }
    if name.first == UInt8(ascii: "*"), name.dropFirst().first == UInt8(ascii: ".") { name = name.dropFirst() }
    if name.first == UInt8(ascii: ".") { name = name.dropFirst() }
    let isName = !name.isEmpty && !name.contains { $0.isBlank || $0 == UInt8(ascii: ":") }
    guard isName else { throw .unknown(live) }
    do throws(IndicatorError) {
      let ascii = try HostName.ascii(name.span)
      if let address = Self.address(named: ascii) { return address }
      let isEncoded = name.contains { $0 >= 0x80 }
      let canonical = try HostName.canonicalASCII(ascii.span, isEncoded: isEncoded)
      guard kind == .domain || canonical.utf8.contains(UInt8(ascii: ".")) else { throw IndicatorError.unknown(live) }
      return Indicator(.domain, canonical: canonical)
    } catch {
      // A fault of a name is worth telling only where the value looks like one.
      throw kind == .domain || name.contains(UInt8(ascii: ".")) ? error : .unknown(live)
    }
  }

  /// The address that a name of four numbers is: `203.0.113.0xdf`, or with digits of other scripts.
  ///
  /// Fewer numbers are more often a version.
  private static func address(named ascii: [UInt8]) -> Indicator? {
    let parts = ascii.split(separator: UInt8(ascii: "."))
    guard parts.count == 4, parts.allSatisfy({ HostName.isNumber($0.span) }) else { return nil }
    return IPv4Address(resolving: ascii).map { IPAddress.v4($0).indicator }
  }

  /// A colon and a number up to 65535.
  private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
    let digits = bytes.dropFirst()
    guard bytes.first == UInt8(ascii: ":"), (1...5).contains(digits.count), digits.allSatisfy(\.isDigit) else {
      return false
    }
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } <= 65_535
  }
}

extension IndicatorError {
  /// Names what a value that resembles no kind comes closest to.
  static func unknown(_ live: [UInt8]) -> IndicatorError {
    if live.count >= 16, live.allSatisfy(\.isHexDigit) {
      return IndicatorError(
        .unknownKind,
        "\(live.count) hexadecimal digits are no hash that is known (md5 32, sha1 40, sha256 64, sha512 128); check it")
    }
    if live.contains(where: \.isBlank) {
      return IndicatorError(
        .unknownKind, "more than one word; give one indicator a line, or read it with --format text or csv")
    }
    if !live.contains(UInt8(ascii: ".")), !live.contains(UInt8(ascii: ":")) {
      return IndicatorError(.unknownKind, "a single word is no indicator; give the full domain or say its kind")
    }
    return IndicatorError(
      .unknownKind, "neither an IP address, CIDR block, URL, e-mail address, hash nor domain; correct it")
  }
}
