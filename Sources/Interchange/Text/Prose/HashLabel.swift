import Indicators

/// What the words before a run of hexadecimal digits say about it.
///
/// An imphash has the form of an MD5 and a commit that of a SHA-1; only their names tell them from the checksum of a
/// file. The words are those of the phrase that ends before the digits, back to what parts it from the one before.
struct HashLabel {
  /// What the digits are called where that is no checksum of a file, such as `imphash`.
  private(set) var fingerprint: String?

  /// Reads the phrase that ends at an index and begins at another or later.
  init(_ bytes: [UInt8], from lowest: Int, to end: Int) {
    var words: [String] = []
    var hasOwnCell = false
    var index = end
    let floor = max(lowest, end - 96)
    while index > floor, words.count < 7 {
      let byte = bytes[index - 1]
      if Self.isPartOfWord(byte) {
        var start = index - 1
        while start > floor, Self.isPartOfWord(bytes[start - 1]) { start -= 1 }
        words.append(Self.plain(bytes[start..<index]))
        index = start
      } else {
        if Self.partsPhrases(byte, before: index < end ? bytes[index] : 0) {
          if !words.isEmpty { break }
          hasOwnCell = true
        }
        index -= 1
      }
    }
    // `SSH private key | <hash>` describes a file, `key: <digits>` names the digits.
    if hasOwnCell, let first = words.first, Self.secrets.contains(first) { return }
    fingerprint = Self.fingerprint(words)
  }

  /// Reads a heading or the name of a column, which names checksums of files beside others at times.
  init(heading text: ArraySlice<UInt8>) {
    let words = text.split { !Self.isPartOfWord($0) }.map(Self.plain)
    guard !words.contains(where: Self.checksums.contains) else { return }
    fingerprint = Self.fingerprint(words.reversed())
  }

  /// Reads what stands in brackets behind the digits.
  init(_ bytes: [UInt8], behind end: Int) {
    var start = end
    while start < bytes.count, start - end < 3, bytes[start].isBlank { start += 1 }
    var stop = start
    if start < bytes.count, bytes[start] == UInt8(ascii: "(") {
      while stop < bytes.count, stop - start < 32, bytes[stop] != UInt8(ascii: ")") { stop += 1 }
    }
    self.init(heading: bytes[start..<stop])
  }

  /// What words say, of which the nearest comes first.
  private static func fingerprint(_ words: [String]) -> String? {
    guard let first = words.first else { return nil }
    if secrets.contains(first) { return first }
    // Behind the name of an algorithm only its nearest neighbours can say that it is not about a file.
    let reach = checksums.contains(first) ? 3 : 7
    for (index, word) in words.prefix(reach).enumerated() {
      if fingerprints.contains(word) { return word }
      if index + 1 < words.count, let pair = pairs[words[index + 1]], pair.contains(word) {
        return "\(words[index + 1]) \(word)"
      }
    }
    return nil
  }

  private static func isPartOfWord(_ byte: UInt8) -> Bool {
    byte.isAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/")
  }

  private static func partsPhrases(_ byte: UInt8, before next: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: "\t"): true
    case UInt8(ascii: "."): next.isBlank
    default: false
    }
  }

  private static func plain(_ word: ArraySlice<UInt8>) -> String {
    String(decoding: word.filter { $0 != UInt8(ascii: "-") }.map(\.lowercased), as: UTF8.self)
  }

  private static let checksums: Set<String> = [
    "md5", "md5sum", "sha1", "sha1sum", "sha256", "sha256sum", "sha512", "sha512sum", "sha", "sha2",
  ]

  private static let fingerprints: Set<String> = [
    "authentihash", "authenticode", "blake2", "blake2b", "blake2s", "blake3", "btih", "commit", "commits", "dhash",
    "exphash", "favicon", "fingerprint", "gimphash", "hassh", "hasshserver", "imphash", "imphashes", "impfuzzy",
    "importhash", "infohash", "ja3", "ja3n", "ja3s", "ja4", "ja4h", "ja4s", "ja4x", "jarm", "lmhash", "md2", "md4",
    "mmh3", "mvid", "ntlm", "ntlmv2", "pehash", "permhash", "phash", "richhash", "richpe", "richpv", "ripemd160",
    "sdhash", "serial", "sha3", "sha3224", "sha3256", "sha3384", "sha3512", "sha512/224", "sha512/256", "ssdeep",
    "symhash", "telfhash", "thumbprint", "tlsh", "typelibid", "typeref", "vhash", "whirlpool",
  ]

  private static let pairs: [String: Set<String>] = [
    "import": ["hash"], "rich": ["header", "hash", "pe"], "icon": ["hash", "md5", "dhash"], "git": ["hash", "sha"],
    "certificate": ["sha1", "sha256", "md5", "hash", "id"], "cert": ["sha1", "sha256", "md5", "hash"],
    "body": ["hash", "sha1", "sha256", "md5"], "banner": ["hash"], "html": ["hash"], "page": ["hash"],
    "header": ["hash"], "campaign": ["id"], "bot": ["id"], "build": ["id"], "session": ["id"], "machine": ["id"],
    "client": ["id"], "tenant": ["id"], "user": ["id"], "victim": ["id"], "app": ["id"], "application": ["id"],
    "typelib": ["id"], "object": ["id"], "encryption": ["key"], "public": ["key"], "private": ["key"], "tls": ["hash"],
  ]

  /// What directly names the digits as something that only its owner knows.
  private static let secrets: Set<String> = [
    "guid", "iv", "key", "nonce", "password", "salt", "token", "uuid", "apikey", "clientid", "botid",
  ]
}
