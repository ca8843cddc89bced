import Indicators

/// Values that say nothing about whoever names them, wherever they stand.
enum CitedValue {
  /// Why a value in prose is no indicator by itself; nil for all others.
  ///
  /// Documentation ranges are ordinary (DESIGN §3); in lists and columns addresses are believed.
  static func reason(_ indicator: Indicator) -> String? {
    switch indicator.kind {
    case .md5, .sha1, .sha256, .sha512: emptyFile(indicator)
    case .ipv4, .ipv6, .cidr, .url:
      isReserved(indicator) ? "reserved: it means something inside one network only" : nil
    case .domain, .email: nil
    }
  }

  /// Why a hash says nothing: it is that of the empty file.
  static func emptyFile(_ indicator: Indicator) -> String? {
    emptyHashes.contains(indicator.value) ? "the hash of the empty file" : nil
  }

  /// Whether this is an address, or leads to one, that nobody outside of a network can mean.
  private static func isReserved(_ indicator: Indicator) -> Bool {
    guard indicator.kind == .url else { return indicator.isInternal || indicator.value.utf8.starts(with: "255.".utf8) }
    // Only where the host is an address, which most are not.
    let host = indicator.value.utf8.drop { $0 != UInt8(ascii: "/") }.drop { $0 == UInt8(ascii: "/") }
    guard let first = host.first, first.isDigit || first == UInt8(ascii: "[") else { return false }
    return indicator.host.flatMap { IPAddress(parsing: $0) }?.isInternal ?? false
  }

  private static let emptyHashes: Set<String> = [
    "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
      + "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
  ]
}
