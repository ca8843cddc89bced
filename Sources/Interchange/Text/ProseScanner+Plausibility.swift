import Indicators

// What tells indicators from file names, versions, malware names and code. What is defanged was meant as an indicator,
// so that these rules apply to live text only.
extension ProseScanner {
  /// Whether a word that reads as an IPv4 address is one and no version: `version 1.2.3.4`, `Chrome/120.0.0.0`.
  func isAddress(_ word: HostWord) -> Bool {
    if word.isDefanged { return true }
    switch byte(word.start - 1) {
    case UInt8(ascii: "/"):
      let product = wordBefore(word.start - 1)
      return product.isEmpty || product[product.startIndex].isUpper == false
        || byte(product.startIndex - 1) == UInt8(ascii: "/")
    case UInt8(ascii: "."), UInt8(ascii: "$"), UInt8(ascii: "@"): return byte(word.start - 1) == UInt8(ascii: "@")
    case UInt8(ascii: " "):
      let before = wordBefore(word.start - 1).map(\.lowercased)
      return !Self.versionWords.contains { $0.elementsEqual(before) }
    default: return true
    }
  }

  private static let versionWords = [
    "version", "versions", "ver", "v", "release", "build", "firmware", "revision",
  ].map { Array($0.utf8) }

  /// The letters before an index.
  private func wordBefore(_ index: Int) -> ArraySlice<UInt8> {
    let end = max(index, 0)
    var start = end
    while end - start < 32, byte(start - 1).isLetter { start -= 1 }
    return bytes[start..<end]
  }

  /// The two ends of `198.51.100.1-198.51.100.9`.
  func addressRange(_ word: HostWord) -> [Indicator]? {
    guard word.labels == 7, word.text.first?.isDigit == true, let hyphen = word.text.firstIndex(of: UInt8(ascii: "-")),
      let first = try? Indicator(parsing: word.text[..<hyphen], as: .ipv4),
      let last = try? Indicator(parsing: word.text[(hyphen + 1)...], as: .ipv4)
    else { return nil }
    return [first, last]
  }

  /// Whether a word with bare spaces around its dots (`evil . example`) is a host and not the end of a sentence.
  func isHostWithBareSpaces(_ word: HostWord) -> Bool {
    if word.labels == 4, IPv4Address(parsing: word.text.span) != nil { return true }
    let last = word.lastLabel
    return word.labels > 1 && !word.text.contains(where: \.isUpper) && TopLevelDomains.contains(last)
      && !Self.commonWords.contains(last)
  }

  /// Top-level domains that are also words with which a sentence goes on.
  private static let commonWords: Set<String> = [
    "ad", "am", "as", "at", "be", "by", "do", "how", "id", "in", "is", "it", "me", "my", "new", "no", "now", "one",
    "open", "so", "to", "top", "us", "you", "all", "here", "more", "next", "off", "the", "then", "we", "who",
  ]

  /// Whether a word ends in a top-level domain that prose is searched for.
  func hasKnownDomain(_ word: HostWord) -> Bool {
    knownDomain(word) != nil
  }

  /// The word without marks of emphasis at its ends, if it ends in a known top-level domain.
  func knownDomain(_ word: HostWord) -> HostWord? {
    var word = word
    while let first = word.text.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "_") && word.isEmphasised {
      word.text.removeFirst()
      word.start += 1
    }
    while let last = word.text.last, last == UInt8(ascii: "-") || last == UInt8(ascii: "_") {
      word.text.removeLast()
      word.end -= 1
    }
    if word.isDefanged, !Self.isKnown(word), let hyphen = word.text.lastIndex(of: UInt8(ascii: "-")),
      !word.text[hyphen...].contains(UInt8(ascii: "."))
    {
      // `evil[.]example-based`
      word.end -= word.text.count - hyphen
      word.text.removeSubrange(hyphen...)
    }
    return Self.isKnown(word) ? word : nil
  }

  private static func isKnown(_ word: HostWord) -> Bool {
    // Most words fail here, so that the cheap question comes first.
    if word.text.allSatisfy({ $0 < 0x80 }), word.lastLabel != "onion", !TopLevelDomains.contains(word.lastLabel) {
      return false
    }
    guard let name = try? Indicator(parsing: word.text[...], as: .domain).value else { return false }
    let labels = name.split(separator: ".")
    guard labels.count > 1, let last = labels.last else { return false }
    return TopLevelDomains.contains(String(last)) || isOnion(labels)
  }

  /// An onion service: not in the root zone (RFC 7686), but of a form that nothing else has.
  private static func isOnion(_ labels: [Substring]) -> Bool {
    guard labels.last == "onion" else { return false }
    let address = labels[labels.count - 2]
    return (address.utf8.count == 56 || address.utf8.count == 16)
      && address.utf8.allSatisfy { $0.isLetter || (UInt8(ascii: "2")...UInt8(ascii: "7")).contains($0) }
  }

  /// The word as a domain, if it is one and meant as one.
  func domainName(_ word: HostWord) -> HostWord? {
    guard let name = knownDomain(word), name.labels > 1 else { return nil }
    return name.isDefanged || isPlausible(name) ? name : nil
  }

  /// Whether live text is meant as a domain.
  private func isPlausible(_ name: HostWord) -> Bool {
    let labels = name.text.split(separator: UInt8(ascii: "."))
    guard let first = labels.first, let last = labels.last, isInOpenPlace(name) else { return false }
    let isWeb = first.lowercasedText == "www"
    // `Turla.CC`, `System.Net`, `finished.In`
    if last.contains(where: \.isUpper), name.text.contains(where: { $0.isLetter && !$0.isUpper }) { return false }
    // `Trojan.Win32.Agent.gw`
    if labels.count > 2, !isWeb, labels.prefix(2).allSatisfy(\.isCapitalised) { return false }
    if !isWeb, Self.fileExtensions.contains(last.lowercasedText) { return false }
    // `com.apple.finder`
    if labels.count > 1, Self.packageRoots.contains(first.lowercasedText) { return false }
    if Self.codeWords.contains(first.lowercasedText) || Self.products.contains(name.text[...].lowercasedText) {
      return false
    }
    // `my_list.name`, `time.now()`
    if labels[labels.count - 2].contains(UInt8(ascii: "_")) { return false }
    return byte(name.end) != UInt8(ascii: "(") || Self.packageRoots.contains(last.lowercasedText)
  }

  /// Whether what stands before a name lets it be a host: no path, variable or escape.
  private func isInOpenPlace(_ name: HostWord) -> Bool {
    let start = name.start
    switch byte(start - 1) {
    case UInt8(ascii: "/"):
      // `//evil.example/a`, and the second of `evil.example/evil.test`
      if start - 1 == endOfHost { return true }
      return byte(start - 2) == UInt8(ascii: "/") && !byte(start - 3).isAlphanumeric
        && byte(start - 3) != UInt8(ascii: ":")
    case UInt8(ascii: "\\"):
      return byte(start - 2) == UInt8(ascii: "\\") && byte(start - 3).isBlank
    case UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "~"), UInt8(ascii: "}"): return false
    case UInt8(ascii: "."): return !byte(start - 2).isAlphanumeric && byte(start - 2) != UInt8(ascii: "/")
    default: return true
    }
  }

  /// Whether a path is another host (`evil.example/evil.test`) or the name of a protocol (`evil.example:443/tcp`).
  func isOtherHost(_ range: Range<Int>) -> Bool {
    guard !range.isEmpty else { return false }
    let text = bytes[range].lowercasedText
    if Self.protocols.contains(text) { return true }
    let word = hostWord(at: range.lowerBound)
    guard word.end == range.upperBound, word.labels > 1 else { return false }
    return IPv4Address(parsing: word.text.span) != nil
      || hasKnownDomain(word) && !Self.fileExtensions.contains(word.lastLabel)
  }

  private static let protocols: Set<String> = ["tcp", "udp", "icmp", "http", "https", "ssl", "tls", "dns"]

  /// Top-level domains that are more often the extension of a file.
  private static let fileExtensions: Set<String> = [
    "app", "cab", "cat", "cc", "data", "docs", "dot", "inc", "map", "md", "mm", "mov", "pid", "pl", "pm", "properties",
    "ps", "pub", "py", "rs", "sh", "so", "st", "zip",
  ]

  /// With these start the names of packages, in reverse: `com.example.app`.
  private static let packageRoots: Set<String> = ["com", "edu", "gov", "io", "net", "org"]

  /// With these start members of objects and modules in code.
  private static let codeWords: Set<String> = [
    "android", "document", "java", "javax", "os", "process", "self", "sys", "system", "this", "window",
  ]

  /// Products that are called like a domain.
  private static let products: Set<String> = ["ado.net", "asp.net", "socket.io", "vb.net"]
}

extension HostWord {
  /// The lower-case text behind the last dot.
  fileprivate var lastLabel: String {
    let start = text.lastIndex(of: UInt8(ascii: ".")).map { $0 + 1 } ?? 0
    return text[start...].lowercasedText
  }

  /// Whether underscores at both ends are Markdown's.
  fileprivate var isEmphasised: Bool { text.last == UInt8(ascii: "_") }
}

extension ArraySlice<UInt8> {
  /// The text with ASCII letters in lower case.
  fileprivate var lowercasedText: String { String(decoding: map(\.lowercased), as: UTF8.self) }

  /// Whether an upper-case letter starts it and a lower-case one follows.
  fileprivate var isCapitalised: Bool {
    guard let first, first.isUpper, let second = dropFirst().first else { return false }
    return second.isLetter && !second.isUpper
  }
}
