/// The words of a column's name, in lower case: `C2 Server (HTTP)`, `c2-server` and `C2Server` are `c2 server`.
struct ColumnName {
  /// Without what stands in parentheses and behind `of`, `for`, `in` or `from`: the last word says what it is.
  let words: [String]
  /// Whether more was said behind a preposition: `first submission from`.
  let isCut: Bool
  /// Whether it names who did something: `created by`.
  let isAuthored: Bool

  /// Takes a name apart.
  init(_ name: String) {
    var words: [String] = []
    var word = ""
    var depth = 0
    var previous: Unicode.Scalar?
    func finish(_ words: inout [String]) {
      if !word.isEmpty { words.append(word) }
      word = ""
    }
    for scalar in name.unicodeScalars.prefix(Self.maximumLength) {
      if "([{".unicodeScalars.contains(scalar) { depth += 1 }
      if ")]}".unicodeScalars.contains(scalar) { depth -= 1 }
      guard depth <= 0, scalar.properties.isAlphabetic || scalar.properties.numericType != nil else {
        finish(&words)
        previous = nil
        continue
      }
      // `firstSeen`, but `IPv4` and `SHA256`.
      if let before = previous, before.properties.isLowercase, scalar.properties.isUppercase { finish(&words) }
      word += scalar.properties.lowercaseMapping
      previous = scalar
    }
    finish(&words)
    isAuthored = words.count > 1 && words.last == "by"
    // A sentence names nothing.
    if words.count > Self.maximumWords { words = [] }
    let cut = words.firstIndex(where: Self.prepositions.contains) ?? 0
    isCut = cut > 0
    if isCut { words.removeSubrange(cut...) }
    self.words = Self.joined(words)
  }

  /// Whether one of these words is among its own.
  func holds(_ any: Set<String>) -> Bool { words.contains(where: any.contains) }

  private static let maximumLength = 64
  private static let maximumWords = 7
  private static let prepositions: Set<String> = ["of", "for", "in", "from", "by", "to", "used"]

  /// `sha 256` and `i p v 4`, which hyphens and capitals took apart, in one word.
  private static func joined(_ words: [String]) -> [String] {
    var joined: [String] = []
    for word in words {
      if let last = joined.last, let whole = pairs["\(last) \(word)"] {
        joined[joined.count - 1] = whole
      } else {
        joined.append(word)
      }
    }
    return joined
  }

  private static let pairs = [
    "sha 1": "sha1", "sha 256": "sha256", "sha 512": "sha512", "md 5": "md5", "ipv 4": "ipv4", "ipv 6": "ipv6",
    "ip v4": "ipv4", "ip v6": "ipv6", "ja 3": "ja3", "c 2": "c2", "file name": "filename", "file path": "filepath",
    "host name": "hostname", "sha 224": "sha224", "sha 384": "sha384", "sha 3": "sha3", "sha3 256": "sha3",
    "rich hash": "richhash", "auth entihash": "authentihash", "e mail": "email", "command control": "c2",
    "ip address": "ip", "ip addresses": "ip", "ip addr": "ip", "email address": "email", "email addresses": "email",
  ]
}
