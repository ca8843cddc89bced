import Indicators

/// Finds indicators in one line, from left to right, in one pass.
///
/// The scanner settles where an indicator starts and ends and whether it is meant; ``Indicator/init(parsing:as:)``
/// then reads it, so that prose and value columns have one canonical form.
struct ProseScanner {
  let bytes: [UInt8]
  /// What was found, in the order of the line.
  private(set) var found: [Indicator] = []
  private var position = 0
  /// Where the last host ended, so that `evil.example/evil.test` is seen to be two.
  private(set) var endOfHost = -1

  init(_ line: ArraySlice<UInt8>) { bytes = Array(line) }

  mutating func scan() {
    while position < bytes.count {
      if let end = address6(at: position) ?? url(at: position) ?? word(at: position) {
        position = end
      } else {
        position += 1
      }
    }
  }

  /// The byte at an index, or a blank outside of the line.
  func byte(_ index: Int) -> UInt8 {
    index >= 0 && index < bytes.count ? bytes[index] : UInt8(ascii: " ")
  }

  /// Takes an indicator over if it can be read; its end.
  mutating func take(_ range: Range<Int>, as kind: IndicatorKind?) -> Bool {
    guard let indicator = try? Indicator(parsing: bytes[range], as: kind) else { return false }
    found.append(indicator)
    return true
  }

  /// An IPv6 address or block that starts at an index; the index behind it.
  private mutating func address6(at start: Int) -> Int? {
    guard let (text, end) = candidate6(at: start) else { return nil }
    var block = end
    if byte(end) == UInt8(ascii: "/"), byte(end + 1).isDigit {
      block = end + 1
      while byte(block).isDigit { block += 1 }
    }
    let length = bytes[end..<block]
    if block > end, let indicator = try? Indicator(parsing: text + length, as: .cidr) {
      found.append(indicator)
      return block
    }
    guard let indicator = try? Indicator(parsing: text[...], as: .ipv6) else { return nil }
    found.append(indicator)
    return end
  }

  /// A URL with its scheme that starts at an index; the index behind it.
  private mutating func url(at start: Int) -> Int? {
    guard !byte(start - 1).isAlphanumeric, let authority = endOfScheme(at: start) else { return nil }
    guard let host = host(ofURLAt: authority) else { return nil }
    let end = endOfPath(at: endOfPort(at: host.end), urlStart: start)
    guard host.isKnown else { return end }
    let text = unescaped(bytes[start..<end])
    if let indicator = try? Indicator(parsing: text, as: .url) { found.append(indicator) }
    return end
  }

  /// An e-mail address, hash, IPv4 address or domain that starts at an index; the index behind it.
  private mutating func word(at start: Int) -> Int? {
    guard isWordStart(start) else { return nil }
    let word = hostWord(at: start)
    if let domain = domain(ofMailAt: word.end), take(startOfMail(word)..<domain, as: .email) { return domain }
    if word.labels == 1 {
      let text = word.text.trimmingMarks
      if text.count >= 32, let hash = try? Indicator(parsing: text), hash.kind.isHash { found.append(hash) }
      return word.end
    }
    if word.labels == 4, let address = IPv4Address(parsing: word.text.span) {
      guard isAddress(word) else { return word.end }
      return host(IPAddress.v4(address).indicator, word)
    }
    if let pair = addressRange(word) {
      found.append(contentsOf: pair)
      return word.end
    }
    guard let name = domainName(word), let domain = try? Indicator(parsing: name.text[...], as: .domain) else {
      return word.end
    }
    return host(domain, name)
  }

  /// Takes over a host that stands alone, with a length, or with a port and a path; the index behind it.
  private mutating func host(_ indicator: Indicator, _ word: HostWord) -> Int {
    if indicator.kind == .ipv4, let end = endOfBlock(at: word.end),
      let block = try? Indicator(parsing: Array(indicator.value.utf8) + bytes[word.end..<end], as: .cidr)
    {
      found.append(block)
      return end
    }
    let path = endOfPort(at: word.end)
    // `/dev/tcp/198.51.100.7/443` is a path of its own.
    let isInPath = byte(word.start - 1) == UInt8(ascii: "/") && byte(word.start - 2) != UInt8(ascii: "/")
    if isPathStart(path), !isInPath {
      let end = endOfPath(at: path, urlStart: word.start)
      if !isOtherHost(path + 1..<end) {
        let text = Array(indicator.value.utf8) + unescaped(bytes[word.end..<end])
        // A path too long for a URL is passed over whole, so that no byte is looked at twice.
        found.append((try? Indicator(parsing: text[...], as: .url)) ?? indicator)
        return end
      }
    }
    found.append(indicator)
    endOfHost = word.end
    return word.end
  }

  /// The end of `/24` behind an IPv4 address.
  private func endOfBlock(at slash: Int) -> Int? {
    guard byte(slash) == UInt8(ascii: "/"), byte(slash + 1).isDigit else { return nil }
    let end = byte(slash + 2).isDigit ? slash + 3 : slash + 2
    let isFollowed = wordLength(end) > 0 || byte(end) == UInt8(ascii: "/")
    return isFollowed || (byte(end) == UInt8(ascii: ".") && wordLength(end + 1) > 0) ? nil : end
  }
}

extension IndicatorKind {
  /// Whether this is a hash of a file.
  fileprivate var isHash: Bool { self == .md5 || self == .sha1 || self == .sha256 || self == .sha512 }
}

extension [UInt8] {
  /// Without the underscores of Markdown and hyphens of lists at the ends of a word.
  fileprivate var trimmingMarks: ArraySlice<UInt8> {
    var text = self[...]
    while let first = text.first, !first.isAlphanumeric { text.removeFirst() }
    while let last = text.last, !last.isAlphanumeric { text.removeLast() }
    return text
  }
}
