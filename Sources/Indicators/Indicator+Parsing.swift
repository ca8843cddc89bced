extension Indicator {
  /// Reads one indicator, defanged or not, from a text that holds nothing else: a value column, an argument, a field.
  ///
  /// Quotes, angle brackets and blanks around it are dropped and the value becomes canonical. `kind` is what the text
  /// is known to be; without it the kind follows from the shape. The value is believed: a domain may end in any label,
  /// but a single label is a domain only where `kind` says so.
  ///
  /// | text | indicator |
  /// |---|---|
  /// | `198.51.100.7:8080`, `[2001:db8::1]:443`, `evil.example:443` | the address or domain, without the port |
  /// | `198.51.100.77/24`, `198.51.100.7/32` | the block `198.51.100.0/24`; the address |
  /// | `192.0.2.0/255.255.255.0`, `192.0.2.0-192.0.2.255` and the like | the block `192.0.2.0/24` |
  /// | `010.001.002.003` | refused, as octal to some programs and decimal to others, unless `octets` says which |
  /// | `*.evil.example`, `.evil.example`, `evil.example.` | the domain `evil.example` |
  /// | `evil.example/a` | the URL `http://evil.example/a`, as browsers and VirusTotal read it |
  /// | `\\evil.example@8080\a.exe` | the URL `file://evil.example@8080/a.exe` |
  /// | `sha256:…`, `MD5=…`; as a hash also `7E:BF:…`, `7E BF …` | the hash |
  /// | `::ffff:192.0.2.1` | itself: IPv6 in the form of RFC 5952 |
  public init(
    parsing text: String, as kind: IndicatorKind? = nil, octets: OctetNotation = .refused
  ) throws(IndicatorError) {
    let bytes = Array(text.utf8)
    try self.init(parsing: bytes[...], as: kind, octets: octets)
  }

  /// Reads one indicator from UTF-8 bytes; bytes of a URL that are not UTF-8 are percent-encoded as they are.
  public init(
    parsing bytes: ArraySlice<UInt8>, as kind: IndicatorKind? = nil, octets: OctetNotation = .refused
  ) throws(IndicatorError) {
    if let plain = Self.plain(bytes.span), Self.fits(plain.kind, kind) {
      self = plain
      return
    }
    let indicators = try ValueParser(kind: kind, octets: octets).parse(bytes)
    guard indicators.count == 1 else {
      throw IndicatorError(
        .malformed, "the range is no single block but \(indicators.count) of them; give one network or address")
    }
    self = indicators[0]
  }

  /// Reads what a value stands for: one indicator, or the fewest blocks that hold a range of addresses.
  ///
  /// This is what readers of columns, lists and prose call; notations of networks are those of ``NetworkNotation``.
  public static func all(
    parsing bytes: ArraySlice<UInt8>, as kind: IndicatorKind? = nil, octets: OctetNotation = .refused
  ) throws(IndicatorError) -> [Indicator] {
    if let plain = plain(bytes.span), fits(plain.kind, kind) { return [plain] }
    return try ValueParser(kind: kind, octets: octets).parse(bytes)
  }

  /// The common case without copies: an address, a hash or a domain in its plain form.
  private static func plain(_ bytes: Span<UInt8>) -> Indicator? {
    if let address = IPv4Address(parsing: bytes) { return IPAddress.v4(address).indicator }
    if let hash = Digest.indicator(bytes) { return hash }
    var dots = 0
    var hasLetter = false
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == UInt8(ascii: ".") {
        dots += 1
      } else if byte.isLetter {
        hasLetter = true
      } else if !byte.isDigit, byte != UInt8(ascii: "-") {
        return nil
      }
    }
    // Without a letter it may be a range of addresses.
    guard hasLetter, dots > 0, bytes[0] != UInt8(ascii: "."), let name = try? HostName.canonical(bytes) else {
      return nil
    }
    // `evil.` is a single label.
    return name.utf8.contains(UInt8(ascii: ".")) ? Indicator(.domain, canonical: name) : nil
  }

  /// Whether an indicator of one kind may come from a text that is said to be another.
  ///
  /// Blocks and addresses of a family are written in the same columns.
  static func fits(_ kind: IndicatorKind, _ wanted: IndicatorKind?) -> Bool {
    switch (wanted, kind) {
    case (nil, _), (.cidr, .ipv4), (.cidr, .ipv6), (.ipv4, .cidr), (.ipv6, .cidr): true
    default: wanted == kind
    }
  }
}
