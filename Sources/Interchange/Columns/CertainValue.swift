import Indicators

/// What a text is without doubt, whatever a column or a row says that it holds.
enum CertainValue {
  /// The indicator that a text is, where nothing else has its form: an address, a hash, a URL with a scheme, an e-mail
  /// address, a domain below a top-level domain of the root zone that is no extension of files.
  static func indicator(_ text: Substring) -> Indicator? {
    guard let indicator = try? Indicator(parsing: String(text)) else { return nil }
    return isCertain(indicator, written: text) ? indicator : nil
  }

  /// Whether a text that was read as an indicator can be nothing else.
  static func isCertain(_ indicator: Indicator, written text: Substring) -> Bool {
    switch indicator.kind {
    case .ipv4, .ipv6, .cidr, .md5, .sha1, .sha256, .sha512: true
    case .email: hasKnownDomain(indicator.value.utf8.split(separator: UInt8(ascii: "@")).last.map { Substring($0) })
    case .domain:
      isDefanged(text)
        || !isFileName(indicator.value) && !isPackageName(indicator.value) && hasKnownDomain(indicator.value[...])
    case .url: isCertainURL(indicator.value, written: text)
    }
  }

  /// Whether a name ends like a file and is written like one: `loader.sys`, `update.sh`.
  static func isFileName(_ name: String) -> Bool {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return false }
    return fileExtensions.contains(String(name[name.utf8.index(after: dot)...])) && !name.hasPrefix("www.")
  }

  /// Whether a name begins like those of packages, which are domains in reverse: `com.example.app`.
  static func isPackageName(_ name: String) -> Bool {
    let labels = name.split(separator: ".")
    return labels.count > 2 && packageRoots.contains(labels[0])
  }

  private static let packageRoots: Set<Substring> = ["com", "org", "net", "edu", "gov", "io", "me"]

  /// Whether it is written so that it cannot be clicked, which is done to names of hosts only.
  static func isDefanged(_ text: Substring) -> Bool {
    let bytes = text.utf8
    guard bytes.contains(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "{") })
    else { return bytes.starts(with: "hxxp".utf8) || bytes.starts(with: "hXXp".utf8) }
    let lowered = text.lowercased()
    return ["[.", "(.", "{.", "[dot", "(dot", "{dot", "[:", "[at", "(at", "[@"].contains(where: lowered.contains)
  }

  private static func isCertainURL(_ url: String, written text: Substring) -> Bool {
    guard let colon = url.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let rest = url[url.utf8.index(after: colon)...].drop { $0 == "/" }
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    var host = authority.utf8.split(separator: UInt8(ascii: "@")).last.map { Substring($0) } ?? ""
    if host.hasPrefix("[") { return true }
    if let port = host.utf8.firstIndex(of: UInt8(ascii: ":")) { host = host[..<port] }
    if text.contains("://") || isDefanged(text) { return host.contains(".") }
    // `192.0.2.7#4#2#Scanning Host` is an address and what is said of it.
    if text.prefix(while: { $0 != "/" }).contains("#") { return false }
    // Neither `29/73`, which browsers read as an address, nor `1.2/3`.
    if IPAddress(parsing: host) != nil { return text.hasPrefix(String(host)) }
    // `evil.example/a`, but neither `Trojan.Win32/Agent` nor `setup.exe/2`.
    return hasKnownDomain(host) && !isFileName(String(host))
  }

  static func hasKnownDomain(_ name: Substring?) -> Bool {
    guard let name, let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return false }
    let last = String(name[name.utf8.index(after: dot)...])
    return TopLevelDomains.contains(last) || last.hasPrefix("xn--") || otherDomains.contains(last)
  }

  /// Names outside of the root zone in wide use: Tor, I2P, Namecoin and other naming systems, RFC 6761.
  private static let otherDomains: Set<String> = [
    "onion", "i2p", "bit", "bazar", "lib", "emc", "coin", "eth", "crypto", "local", "test", "example", "invalid",
  ]

  /// Extensions of files, among them some that are top-level domains too.
  private static let fileExtensions: Set<String> = [
    "exe", "dll", "sys", "bat", "cmd", "ps1", "psm1", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "lnk", "scr",
    "cpl",
    "msi", "msp", "jar", "apk", "ipa", "elf", "bin", "dat", "tmp", "log", "txt", "doc", "docx", "docm", "dotm", "dot",
    "xls", "xlsx", "xlsm", "xlsb", "xlam", "ppt", "pptx", "pptm", "rtf", "pdf", "zip", "rar", "7z", "gz", "tar", "tgz",
    "iso", "img", "vhd", "png", "jpg", "jpeg", "gif", "bmp", "ico", "htm", "html", "php", "asp", "aspx", "jsp",
    "py", "pyc", "pl", "rb", "sh", "so", "dylib", "dmg", "pkg", "deb", "rpm", "xml", "json", "yml", "yaml", "ini",
    "cfg",
    "conf", "inf", "reg", "pdb", "ocx", "drv", "chm", "sct", "swf", "eml", "msg", "bak", "db", "sqlite",
    "csv", "md", "rs", "c", "cpp", "h", "cs", "vb", "zipx", "ace", "uue", "plist", "ko", "o",
  ]
}
