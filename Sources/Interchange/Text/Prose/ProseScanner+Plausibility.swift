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
    case UInt8(ascii: "."), UInt8(ascii: "$"): return false
    case UInt8(ascii: "@"): return true
    default: return !isVersion(at: word.start)
    }
  }

  /// Whether the word before an index, with `:`, `=` and quotes between, says that a version follows.
  private func isVersion(at start: Int) -> Bool {
    var end = start
    while start - end < 6, " \"'=:(>".utf8.contains(byte(end - 1)) { end -= 1 }
    guard end < start else { return false }
    let before = wordBefore(end).map(\.lowercased)
    return Self.versionWords.contains { $0.elementsEqual(before) } || before.suffix(7).elementsEqual("version".utf8)
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

  /// A word that is meant as a host name.
  struct Meaning {
    var name: HostWord
    /// Whether it may as well be the name of a file or of something in code.
    var isUncertain = false
  }

  /// The word as a host name, if it is meant as one.
  ///
  /// Under a top-level domain that exists live text counts too; what is defanged was meant, whatever it ends in, unless
  /// that is how names of files end.
  func meaning(of word: HostWord) -> Meaning? {
    guard word.labels > 1 else { return nil }
    guard let name = knownDomain(word) else {
      return word.isDefanged && isBelieved(word) ? Meaning(name: word) : nil
    }
    if name.isDefanged { return Meaning(name: name) }
    return switch plausibility(of: name) {
    case .meant: Meaning(name: name)
    case .uncertain: Meaning(name: name, isUncertain: true)
    case .none: nil
    }
  }

  /// Whether a word ends in a top-level domain that prose is searched for.
  func hasKnownDomain(_ word: HostWord) -> Bool {
    knownDomain(word) != nil
  }

  /// Whether the last label of a name that was meant can be a top-level domain, although it is none of IANA's.
  func isBelieved(_ word: HostWord) -> Bool {
    let last = word.lastLabel
    return last.utf8.count > 1 && last.utf8.contains(where: \.isLetter) && !FileExtensions.contain(last)
      && last.utf8.allSatisfy { $0.isAlphanumeric || $0 >= 0x80 || $0 == UInt8(ascii: "-") }
  }

  /// The word without marks of emphasis at its ends, if it ends in a known top-level domain.
  func knownDomain(_ word: HostWord) -> HostWord? {
    var word = word
    while let first = word.text.first, first == UInt8(ascii: "_") && word.isEmphasised || isBullet(first, word.start) {
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
      var name = word
      name.end -= word.text.count - hyphen
      name.text.removeSubrange(hyphen...)
      if Self.isKnown(name) { return name }
    }
    return Self.isKnown(word) ? word : nil
  }

  /// Whether a hyphen is that of a list item; anywhere else it belongs to the name.
  private func isBullet(_ first: UInt8, _ start: Int) -> Bool {
    guard first == UInt8(ascii: "-") else { return false }
    var index = start - 1
    while index >= 0, bytes[index].isBlank || bytes[index] == first || bytes[index] == UInt8(ascii: ">") { index -= 1 }
    return index < 0
  }

  private static func isKnown(_ word: HostWord) -> Bool {
    // Most words fail here, so that the cheap question comes first.
    if word.text.allSatisfy({ $0 < 0x80 }) {
      let last = word.lastLabel
      if last == "onion" { return isOnion(word.text.split(separator: UInt8(ascii: "."))) }
      return word.text.contains(UInt8(ascii: ".")) && TopLevelDomains.contains(last)
    }
    guard let name = try? Indicator(parsing: word.text[...], as: .domain).value else { return false }
    let labels = name.split(separator: ".")
    guard labels.count > 1, let last = labels.last else { return false }
    return TopLevelDomains.contains(String(last))
  }

  /// An onion service: not in the root zone (RFC 7686), but of a form that nothing else has.
  private static func isOnion(_ labels: [ArraySlice<UInt8>]) -> Bool {
    guard labels.count > 1 else { return false }
    let address = labels[labels.count - 2]
    return (address.count == 56 || address.count == 16)
      && address.allSatisfy { $0.isLetter || (UInt8(ascii: "2")...UInt8(ascii: "7")).contains($0) }
  }

  private enum Plausibility { case meant, uncertain, none }

  /// Whether live text is meant as a domain.
  private func plausibility(of name: HostWord) -> Plausibility {
    let labels = name.text.split(separator: UInt8(ascii: "."))
    guard labels.count > 1, isInOpenPlace(name) else { return .none }
    let first = labels[0].lowercasedText
    let last = labels[labels.count - 1]
    if first == "www" { return .meant }
    // `Turla.CC`, `System.Net`, `finished.In`
    if last.contains(where: \.isUpper), name.text.contains(where: { $0.isLetter && !$0.isUpper }) { return .none }
    // `Trojan.Win32.Agent.gw`
    if labels.count > 2, labels.prefix(2).allSatisfy(\.isCapitalised) { return .none }
    if byte(name.end) == UInt8(ascii: "("), !Self.packageRoots.contains(last.lowercasedText) { return .none }
    if Self.products.contains(name.text[...].lowercasedText) { return .none }
    if Self.fileExtensions.contains(last.lowercasedText) { return isFileName(name, labels) ? .uncertain : .meant }
    if last.lowercasedText == "com", labels.count == 2, isAmongFiles(name) { return .none }
    if byte(name.start - 1) == UInt8(ascii: ","), bytes[..<name.start].suffix(24).lowercasedText.contains("bits:") {
      // `flowbits:set,kit.stage.one`
      return .none
    }
    // `<hash> - Invoice.one`
    if last.lowercasedText == "one", labels.count == 2, let before = found.last,
      name.start - before.range.upperBound < 4,
      case .indicator(let hash) = before.outcome, hash.kind.isHash
    {
      return .none
    }
    // `process.name: x`
    let isField = labels.count == 2 && (Self.fieldRoots.contains(first) || Self.codeWords.contains(first))
    if isField, byte(name.end) == UInt8(ascii: ":"), byte(name.end + 1).isBlank { return .none }
    // `com.apple.finder`
    if Self.packageRoots.contains(first) || Self.codeWords.contains(first) { return .uncertain }
    if isField { return .uncertain }
    // `my_list.name`, `time.now()`
    return labels[labels.count - 2].contains(UInt8(ascii: "_")) ? .uncertain : .meant
  }

  /// Whether a program of DOS stands in a list of files: `boot.ini;ntdetect.com;ntldr.exe`.
  private func isAmongFiles(_ name: HostWord) -> Bool {
    func isFile(_ text: ArraySlice<UInt8>) -> Bool {
      text.lastIndex(of: UInt8(ascii: ".")).map { FileExtensions.contain(text[($0 + 1)...].lowercasedText) } ?? false
    }
    let isMark = { (byte: UInt8) in ";,'\" ".utf8.contains(byte) }
    guard ";,".utf8.contains(byte(name.start - 1)) || ";,".utf8.contains(byte(name.end)) else { return false }
    let before = bytes[..<name.start].suffix(80)
    let behind = bytes[name.end...].prefix(80)
    return isFile(before.split(whereSeparator: isMark).last ?? [])
      || isFile(behind.split(whereSeparator: isMark).first ?? [])
  }

  /// Whether a name that ends like that of a file may be one: not below `com.pl` and the like, nor with a path behind.
  private func isFileName(_ name: HostWord, _ labels: [ArraySlice<UInt8>]) -> Bool {
    if name.isEscaped { return true }
    if labels.count > 2, Self.publicLabels.contains(labels[labels.count - 2].lowercasedText) { return false }
    let isFolder = Self.folderExtensions.contains(labels[labels.count - 1].lowercasedText)
    return isFolder || byte(name.end) != UInt8(ascii: "/") || wordLength(name.end + 1) == 0
  }

  /// Whether what stands before a name lets it be a host: no path, variable or escape.
  private func isInOpenPlace(_ name: HostWord) -> Bool {
    let start = name.start
    // `[a-z]+evil\\.example`: the name goes on before.
    if name.isEscaped, "\\])}+?*".utf8.contains(byte(start - 1)) { return false }
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
    "app", "as", "cab", "cat", "cc", "data", "docs", "dot", "inc", "java", "map", "md", "mm", "mov", "pid", "pl", "pm",
    "properties",
    "ps", "pub", "py", "rs", "sh", "so", "st", "target", "zip",
  ]

  /// Of these those that folders end in too: `Finder.app/Contents`.
  private static let folderExtensions: Set<String> = [
    "app", "as", "cab", "data", "docs", "map", "properties", "so", "zip",
  ]

  /// Labels below a country's under which names are registered.
  private static let publicLabels: Set<String> = ["ac", "co", "com", "edu", "gov", "info", "net", "org", "waw"]

  /// With these start the names of packages, in reverse: `com.example.app`.
  private static let packageRoots: Set<String> = ["com", "edu", "gov", "io", "net", "org"]

  /// With these start members of objects and modules in code.
  private static let codeWords: Set<String> = [
    "android", "document", "java", "javax", "os", "process", "self", "sys", "system", "this", "window",
  ]

  /// With these start the names of fields and keywords, of two labels: `http.host`, `process.name`, `adodb.stream`.
  private static let fieldRoots: Set<String> = [
    "adodb", "agent", "dest", "dns", "dotnet", "elf", "event", "file", "hash", "host", "http", "macho", "math", "pe",
    "process", "registry", "rule", "shell", "source", "src", "ssh", "string", "threat", "tls", "user", "winlog",
    "wscript",
  ]

  /// Products that are called like a domain.
  private static let products: Set<String> = ["ado.net", "asp.net", "socket.io", "vb.net"]
}

extension HostWord {
  /// The lower-case text behind the last dot.
  var lastLabel: String {
    let start = text.lastIndex(of: UInt8(ascii: ".")).map { $0 + 1 } ?? 0
    return text[start...].lowercasedText
  }

  /// Whether underscores at both ends are Markdown's.
  fileprivate var isEmphasised: Bool { text.last == UInt8(ascii: "_") }
}

extension ArraySlice<UInt8> {
  /// The text with ASCII letters in lower case.
  var lowercasedText: String { String(decoding: map(\.lowercased), as: UTF8.self) }

  /// Whether an upper-case letter starts it and a lower-case one follows.
  fileprivate var isCapitalised: Bool {
    guard let first, first.isUpper, let second = dropFirst().first else { return false }
    return second.isLetter && !second.isUpper
  }
}
