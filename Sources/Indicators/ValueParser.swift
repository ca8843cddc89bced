/// Decides what kind of indicator a value is and makes it canonical.
struct ValueParser {
  /// What the value is known to be.
  let kind: IndicatorKind?

  /// Reads a value with everything that may surround it.
  func parse(_ bytes: ArraySlice<UInt8>) throws(IndicatorError) -> Indicator {
    guard bytes.count <= 4 * WebAddress.maximumLength else { throw .longURL }
    let trimmed = Surroundings.trimmed(bytes)
    guard !trimmed.isEmpty else { throw IndicatorError(.empty, "there is no value; remove the line or fill it in") }
    guard let live = Refanging.refang(Array(trimmed)) else {
      throw IndicatorError(.malformed, "defanged in itself too many times; write the value once defanged")
    }
    let indicator = try classify(live)
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
    return indicator
  }

  private func classify(_ live: [UInt8]) throws(IndicatorError) -> Indicator {
    if kind == .url { return try url(live) }
    if WebAddress.separator(live) != nil { return try url(live) }
    if let hash = try Digest.prefixed(live) ?? Digest.indicator(live.span) { return hash }
    if let address = try address(live) { return address }
    if live.starts(with: "mailto:".utf8) { return try email(Array(live.dropFirst(7))) }
    if kind == .email { return try email(live) }
    let pathStart = live.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
    if let at = live.firstIndex(of: UInt8(ascii: "@")), at < pathStart ?? live.count { return try email(live) }
    if pathStart != nil { return try schemeless(live) }
    return try domain(live)
  }

  private func url(_ live: [UInt8]) throws(IndicatorError) -> Indicator {
    let text = WebAddress.separator(live) == nil ? Array("http://".utf8) + live : live
    return Indicator(.url, canonical: try WebAddress(text).text)
  }

  /// `evil.example/path`, provided that what stands before the path is a host.
  private func schemeless(_ live: [UInt8]) throws(IndicatorError) -> Indicator {
    let address = try WebAddress(Array("http://".utf8) + live)
    guard address.host.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }) else {
      throw .unknown(live)
    }
    return Indicator(.url, canonical: address.text)
  }

  private func email(_ live: [UInt8]) throws(IndicatorError) -> Indicator {
    Indicator(.email, canonical: try MailAddress.canonical(live))
  }

  /// An address or a block, in brackets or with a port; nil where it is neither.
  private func address(_ live: [UInt8]) throws(IndicatorError) -> Indicator? {
    if let block = CIDRBlock(parsing: live.span) { return block.indicator }
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
    if let address = IPAddress(parsing: text.span) { return address.indicator }
    if let reason = Self.fault(ofAddress: text) { throw reason }
    return nil
  }

  /// What is wrong with a text that looks like an address or a block and is none.
  private static func fault(ofAddress text: ArraySlice<UInt8>) -> IndicatorError? {
    let parts = text.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first else { return nil }
    let octets = first.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let isQuad = octets.count == 4 && octets.allSatisfy { (1...4).contains($0.count) && $0.allSatisfy(\.isDigit) }
    if isQuad, octets.contains(where: { $0.count > 1 && $0.first == UInt8(ascii: "0") }) {
      return IndicatorError(
        .ambiguous, "an octet has a leading zero, octal to some programs and decimal to others; write it without")
    }
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

  private func domain(_ live: [UInt8]) throws(IndicatorError) -> Indicator {
    var name = live[...]
    if let colon = name.lastIndex(of: UInt8(ascii: ":")), Self.isPort(name[colon...]) { name = name[..<colon] }
    if name.first == UInt8(ascii: "*"), name.dropFirst().first == UInt8(ascii: ".") { name = name.dropFirst() }
    if name.first == UInt8(ascii: ".") { name = name.dropFirst() }
    let isName = !name.isEmpty && !name.contains { $0.isBlank || $0 == UInt8(ascii: ":") }
    guard isName else { throw .unknown(live) }
    let canonical: String
    do throws(IndicatorError) {
      canonical = try HostName.canonical(name.span)
    } catch {
      // A fault of a name is worth telling only where the value looks like one.
      throw kind == .domain || name.contains(UInt8(ascii: ".")) ? error : .unknown(live)
    }
    guard kind == .domain || canonical.utf8.contains(UInt8(ascii: ".")) else { throw .unknown(live) }
    return Indicator(.domain, canonical: canonical)
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
