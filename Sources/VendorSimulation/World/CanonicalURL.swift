import Crypto

/// A URL in the form in which VirusTotal knows it, so that `http://example.com` and `HTTP://Example.com:80/#x` are one.
struct CanonicalURL: Hashable, Sendable {
  let text: String
  let scheme: String
  let host: String

  /// Nil unless the text is an http, https or ftp URL with a host; a missing scheme is read as http.
  init?(_ text: String) {
    guard text.utf8.count <= 8192, !text.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) else {
      return nil
    }
    var rest = Substring(text)
    var scheme = "http"
    if let mark = rest.firstRange(of: "://") {
      scheme = rest[..<mark.lowerBound].lowercased()
      rest = rest[mark.upperBound...]
    } else if rest.contains("@") {
      return nil  // an e-mail address or mailto:, rather than a host with a user
    }
    guard ["http", "https", "ftp"].contains(scheme) else { return nil }
    if let fragment = rest.firstIndex(of: "#") { rest = rest[..<fragment] }

    let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    var authority = rest[..<authorityEnd]
    var path = String(rest[authorityEnd...])
    var user = ""
    if let at = authority.lastIndex(of: "@") {
      user = String(authority[...at])
      authority = authority[authority.index(after: at)...]
    }
    var port = ""
    if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
      let digits = authority[authority.index(after: colon)...]
      guard digits.isEmpty || UInt16(digits) != nil else { return nil }
      let usual = ["http": "80", "https": "443", "ftp": "21"][scheme]
      port = digits.isEmpty || String(digits) == usual ? "" : ":\(digits)"
      authority = authority[..<colon]
    }
    let host = authority.lowercased()
    guard host.contains(".") || host.hasPrefix("["), !host.hasPrefix("."), !host.contains("..") else { return nil }
    if !path.hasPrefix("/") { path = "/" + path }
    self.scheme = scheme
    self.host = host
    self.text = "\(scheme)://\(user)\(host)\(port)\(path)"
  }

  /// VirusTotal's id of a URL object: the SHA-256 of the canonical text.
  var id: String { SHA256.hash(data: Array(text.utf8)).hexadecimal }
}
