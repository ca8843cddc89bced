import Indicators

extension ProseScanner {
  /// The index behind `scheme://` at an index, defanged or not.
  func endOfScheme(at start: Int) -> Int? {
    guard byte(start).isLetter else { return nil }
    for spelling in Self.bracketedSchemes where matches(spelling, at: start) {
      if let end = endOfSeparator(at: start + spelling.utf8CodeUnitCount) { return end }
    }
    var end = start + 1
    while end - start < 16, byte(end).isAlphanumeric { end += 1 }
    return endOfSeparator(at: end)
  }

  /// Defanged schemes that are more than a word.
  private static let bracketedSchemes: [StaticString] = [
    "hxxp[s]", "http[s]", "hxxp(s)", "http(s)", "h[tt]ps", "h[tt]p", "h[xx]ps", "h[xx]p", "h**ps", "h**p",
  ]

  private func matches(_ text: StaticString, at start: Int) -> Bool {
    text.withUTF8Buffer { text in
      for index in text.indices where byte(start + index).lowercased != text[index] { return false }
      return true
    }
  }

  /// The index behind `://`, `[://]`, `[:]//`, `:\/\/` or `:\\`.
  private func endOfSeparator(at start: Int) -> Int? {
    if let form = form(at: start, .separator) { return start + form.length }
    var index = start
    if byte(index) == UInt8(ascii: ":") {
      index += 1
    } else if let form = form(at: index, .colon) {
      index += form.length
    } else {
      return nil
    }
    if byte(index) == UInt8(ascii: "\\"), byte(index + 1) == UInt8(ascii: "\\"), wordLength(index + 2) > 0 {
      return index + 2
    }
    for _ in 0..<2 {
      if byte(index) == UInt8(ascii: "/") {
        index += 1
      } else if let form = form(at: index, .slash) {
        index += form.length
      } else {
        return nil
      }
    }
    return index
  }

  /// A URL with its scheme that starts at an index; the index behind it.
  mutating func url(at start: Int) -> Int? {
    guard !byte(start - 1).isAlphanumeric, let authority = endOfScheme(at: start) else { return nil }
    if let end = server(ofURLAt: authority, start) { return end }
    guard let host = host(ofURLAt: authority, scheme: start..<authority) else { return nil }
    // `http://198.51.100.4./a`
    let next = byte(host.end + 1)
    let hasFinalDot = byte(host.end) == UInt8(ascii: ".") && (isPathStart(host.end + 1) || next == UInt8(ascii: ":"))
    let hostEnd = hasFinalDot ? host.end + 1 : host.end
    let isBackslashed = byte(authority - 1) == UInt8(ascii: "\\") && byte(authority - 2) == UInt8(ascii: "\\")
    let port = endOfImpossiblePort(at: hostEnd) ?? endOfPort(at: hostEnd)
    let end = endOfPath(at: port, urlStart: start, hasBackslashes: isBackslashed)
    guard host.isKnown else {
      if host.isMeant { note(.refused(Self.noHost), start..<end) }
      return end
    }
    let isDefanged = host.isDefanged || !bytes[start..<authority].isLiveScheme
    read(start..<end, unescaped(bytes[start..<end]), as: .url, isDefanged: isDefanged)
    return end
  }

  static let noHost = "the host is neither an address nor a name with a top-level domain"

  private struct URLHost {
    var end: Int
    /// Whether it is an address or a name that is believed.
    var isKnown: Bool
    /// Whether it is worth a word where it is not.
    var isMeant = true
    var isDefanged = false
  }

  /// The host of a URL whose authority starts at an index.
  ///
  /// Behind a scheme of the net a name under any top-level domain is believed.
  private func host(ofURLAt authority: Int, scheme: Range<Int>) -> URLHost? {
    let start = endOfUserInformation(at: authority)
    if byte(start) == UInt8(ascii: "["), let (text, end, isDefanged) = candidate6(at: start + 1, isMeant: true),
      byte(end) == UInt8(ascii: "]")
    {
      let isAddress = (try? Indicator(parsing: text[...], as: .ipv6)) != nil
      return URLHost(end: end + 1, isKnown: isAddress, isDefanged: isDefanged)
    }
    guard wordLength(start) > 0 else { return nil }
    let word = hostWord(at: start, mayHaveBareSpaces: false)
    if word.text.first?.isDigit == true, word.text.last?.isHexDigit == true {
      // The parser of URLs knows all spellings of addresses, and refuses other names that end in a number.
      let isNumeric = word.text.last?.isDigit == true || word.text.starts(with: "0x".utf8)
      if isNumeric {
        return URLHost(
          end: word.end, isKnown: word.labels == 4 || word.text.count >= 8, isDefanged: word.isDefanged)
      }
    }
    let isOfNet = word.isDefanged || bytes[scheme].isSchemeOfNet
    let isKnown = word.labels > 1 && (hasKnownDomain(word) || isOfNet && isBelieved(word))
    return URLHost(end: word.end, isKnown: isKnown, isMeant: isOfNet, isDefanged: word.isDefanged)
  }

  /// The index behind `user:password@`, defanged or not, if that stands here.
  private func endOfUserInformation(at start: Int) -> Int {
    var index = start
    while index < min(start + 256, bytes.count) {
      if let form = DefangForm.match(bytes.span, at: index) {
        if form.meaning == .at { return index + form.length }
        guard form.meaning == .dot || form.meaning == .colon else { break }
        index += form.length
        continue
      }
      if bytes[index] == UInt8(ascii: "@") { return index + 1 }
      guard bytes[index].isAlphanumeric || "-._~:%!$&*+=;".utf8.contains(bytes[index]) else { break }
      index += 1
    }
    return start
  }

  /// The server of `file://192.0.2.7@8789/DavWWWRoot/a`, where Windows keeps the port behind the at sign.
  private mutating func server(ofURLAt authority: Int, _ start: Int) -> Int? {
    let word = hostWord(at: authority, mayHaveBareSpaces: false)
    guard word.labels > 1, let port = endOfDavPort(at: word.end), let end = take(serverIn: word, path: port, start)
    else { return nil }
    return end
  }

  /// The server of `\\\\evil.example@SSL@443\\DavWWWRoot\\a` that starts at an index; the index behind the path.
  mutating func serverOfPath(at start: Int) -> Int? {
    guard byte(start) == UInt8(ascii: "\\"), byte(start + 1) == UInt8(ascii: "\\") else { return nil }
    let before = byte(start - 1)
    guard !before.isAlphanumeric, before != UInt8(ascii: ":"), before != UInt8(ascii: "\\"), before < 0x80 else {
      return nil
    }
    var host = start + 2
    while host - start < 4, byte(host) == UInt8(ascii: "\\") { host += 1 }
    let word = hostWord(at: host, mayHaveBareSpaces: false)
    guard word.labels > 1, !word.isEscaped else { return nil }
    return take(serverIn: word, path: endOfDavPort(at: word.end) ?? word.end, start)
  }

  /// Takes over the server of a path of Windows, which goes on with a separator or ends.
  private mutating func take(serverIn word: HostWord, path: Int, _ start: Int) -> Int? {
    guard path > word.end || byte(path) == UInt8(ascii: "\\") else { return nil }
    var end = path
    while end < bytes.count, end - path < 1024, !bytes[end].isBlank, !"\"'<>|,;)".utf8.contains(bytes[end]) { end += 1 }
    if word.labels == 4, let address = IPv4Address(parsing: word.text.span) {
      note(.indicator(IPAddress.v4(address).indicator), start..<end, isDefanged: word.isDefanged)
      return end
    }
    guard let name = knownDomain(word) ?? (word.isDefanged && isBelieved(word) ? word : nil) else { return nil }
    read(start..<end, name.text[...], as: .domain, isDefanged: name.isDefanged)
    return end
  }

  /// The end of `@8080`, `@SSL` or `@SSL@443` before a separator.
  private func endOfDavPort(at start: Int) -> Int? {
    var index = start
    while byte(index) == UInt8(ascii: "@") {
      let digits = index + 1
      var end = digits
      while end - digits < 5, byte(end).isDigit { end += 1 }
      if end == digits, matches("ssl", at: digits) { end = digits + 3 }
      guard end > digits else { return nil }
      index = end
    }
    guard index > start, byte(index) == UInt8(ascii: "\\") || byte(index) == UInt8(ascii: "/") else { return nil }
    return index
  }

  /// The index behind `:8080`, if that stands here.
  func endOfPort(at start: Int) -> Int {
    var index = start
    if byte(index) == UInt8(ascii: ":") {
      index += 1
    } else if let form = form(at: index, .colon) {
      index += form.length
    } else {
      return start
    }
    let digits = index
    while index - digits < 6, byte(index).isDigit { index += 1 }
    return (1...5).contains(index - digits) ? index : start
  }

  /// The end of `:99999` or `:123456`, which is no port and yet meant as one.
  func endOfImpossiblePort(at start: Int) -> Int? {
    guard byte(start) == UInt8(ascii: ":") else { return nil }
    var end = start + 1
    var number = 0
    while end - start < 8, let digit = bytes.indices.contains(end) ? Int(bytes[end]) - 0x30 : nil,
      (0...9).contains(digit)
    {
      number = number * 10 + digit
      end += 1
    }
    guard number > 65_535, end - start <= 7 else { return nil }
    return isPathStart(end) ? endOfPath(at: end, urlStart: start) : end
  }

  /// Whether a path, query or fragment starts here.
  func isPathStart(_ index: Int) -> Bool {
    byte(index) == UInt8(ascii: "/") || form(at: index, .slash) != nil
  }

  /// The index behind the path, query and fragment that start at an index, without the punctuation of the sentence.
  ///
  /// Where the scheme has backslashes for slashes the path may have them too.
  func endOfPath(at start: Int, urlStart: Int, hasBackslashes: Bool = false) -> Int {
    let isBackslashed = hasBackslashes && byte(start) == UInt8(ascii: "\\")
    guard
      isPathStart(start) || isBackslashed || byte(start) == UInt8(ascii: "?") || byte(start) == UInt8(ascii: "#")
    else {
      return start
    }
    var open: [UInt8] = []
    var isInQuery = false
    var index = start
    let quote = byte(urlStart - 1)
    scan: while index < bytes.count {
      let byte = bytes[index]
      if let form = DefangForm.match(bytes.span, at: index), !form.isHalfOpen,
        form.mark == UInt8(ascii: "[") || form.mark == UInt8(ascii: "\\")
      {
        index += form.length
        continue
      }
      switch byte {
      case 0...0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "`"),
        UInt8(ascii: "|"), UInt8(ascii: "^"):
        break scan
      case UInt8(ascii: "\\"):
        guard hasBackslashes else { break scan }
        index += 1
      case UInt8(ascii: "'"):
        if quote == byte { break scan }
        index += 1
      case UInt8(ascii: "?"):
        isInQuery = true
        index += 1
      case UInt8(ascii: "("), UInt8(ascii: "{"):
        open.append(byte == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "}"))
        index += 1
      case UInt8(ascii: ")"), UInt8(ascii: "}"):
        guard open.last == byte else { break scan }
        open.removeLast()
        index += 1
      case UInt8(ascii: "["):
        // `url[Title]` is AsciiDoc, `?ids[]=1` and `?ids[0]=1` are queries.
        guard isInQuery, let end = endOfQueryKey(at: index) else { break scan }
        index = end
      case UInt8(ascii: "]"): break scan
      case UInt8(ascii: ","), UInt8(ascii: ";"):
        if endOfScheme(at: index + 1) != nil { break scan }
        index += 1
      case UInt8(ascii: "&"):
        if Self.endingEntities.contains(where: { matches($0, at: index) }) { break scan }
        index += 1
      case 0x80...:
        guard let (scalar, length) = scalar(at: index), !Self.endsURL(scalar) else { break scan }
        index += length
      default: index += 1
      }
    }
    return withoutPunctuation(start..<index, urlStart: urlStart)
  }

  /// Entities of HTML that stand for a character that ends a URL.
  private static let endingEntities: [StaticString] = ["&lt;", "&gt;", "&quot;", "&#34;", "&#39;", "&#x27;", "&nbsp;"]

  private func endOfQueryKey(at start: Int) -> Int? {
    var index = start + 1
    while index - start < 64, byte(index).isAlphanumeric || byte(index) == UInt8(ascii: "_") { index += 1 }
    guard byte(index) == UInt8(ascii: "]") else { return nil }
    let next = byte(index + 1)
    return next == UInt8(ascii: "=") || next == UInt8(ascii: "[") || next == UInt8(ascii: "&") ? index + 1 : nil
  }

  /// Typographic quotes, dashes, blanks and the punctuation of other scripts.
  private static func endsURL(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .initialPunctuation, .finalPunctuation, .openPunctuation, .closePunctuation, .otherPunctuation,
      .dashPunctuation, .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format, .unassigned:
      true
    default: false
    }
  }

  /// Leaves what ends a sentence and the closing marks of Markdown and AsciiDoc to the text.
  private func withoutPunctuation(_ path: Range<Int>, urlStart: Int) -> Int {
    var end = path.upperBound
    let before = byte(urlStart - 1)
    while end > path.lowerBound {
      let last = bytes[end - 1]
      let isEmphasis = "*_+~".utf8.contains(last) && last == before
      guard isEmphasis || ".,;:!?'".utf8.contains(last) else { break }
      end -= 1
    }
    return end
  }

  /// The text with HTML's `&amp;` as `&`.
  func unescaped(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard text.contains(UInt8(ascii: "&")) else { return text }
    var output: [UInt8] = []
    var index = text.startIndex
    while index < text.endIndex {
      output.append(text[index])
      index += text[index...].starts(with: "&amp;".utf8) ? 5 : 1
    }
    return output[...]
  }
}

extension ArraySlice<UInt8> {
  /// The letters of a scheme and whether nothing but `://`, escaped or not, stands behind them.
  private var scheme: (name: [UInt8], isPlain: Bool) {
    let name = prefix { $0.isAlphanumeric || $0 == UInt8(ascii: "*") }
    return (name.map(\.lowercased), dropFirst(name.count).allSatisfy { ":/\\".utf8.contains($0) })
  }

  /// Whether a scheme and its separator are written so that a link comes of it.
  fileprivate var isLiveScheme: Bool {
    let (name, isPlain) = scheme
    return isPlain && !Self.isDisguised(name)
  }

  /// Whether this is the scheme of a protocol that talks to servers, defanged or not.
  fileprivate var isSchemeOfNet: Bool {
    let (name, isPlain) = scheme
    return !isPlain || netSchemes.contains(String(decoding: name, as: UTF8.self)) || Self.isDisguised(name)
  }

  /// Whether the parser of indicators makes another scheme of this one, as of `hxxp`.
  private static func isDisguised(_ name: [UInt8]) -> Bool {
    guard !netSchemes.contains(String(decoding: name, as: UTF8.self)) else { return false }
    let probe = name + Array("://a.example/".utf8)
    return (try? Indicator(parsing: probe[...], as: .url)).map { !$0.value.utf8.starts(with: name) } ?? false
  }
}

private let netSchemes: Set<String> = [
  "ftp", "ftps", "gopher", "http", "https", "irc", "ircs", "ldap", "ldaps", "mqtt", "mqtts", "rmi", "rtmp", "rtsp",
  "sftp", "smb", "socks", "socks4", "socks5", "ssh", "tcp", "telnet", "tls", "tor", "udp", "ws", "wss",
]
