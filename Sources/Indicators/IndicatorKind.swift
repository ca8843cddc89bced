/// What sort of thing an indicator of compromise is.
///
/// The raw values are the names in the JSON contract and in the log's canonical bytes. Frozen: kinds may be added,
/// never renamed.
public enum IndicatorKind: String, CaseIterable, Sendable, Hashable {
  case ipv4, ipv6, cidr, domain, url, email, md5, sha1, sha256, sha512
}

extension IndicatorKind {
  /// Whether this is the hash of a file.
  var isHash: Bool {
    switch self {
    case .md5, .sha1, .sha256, .sha512: true
    case .ipv4, .ipv6, .cidr, .domain, .url, .email: false
    }
  }

  /// The number under which views keep the kind, from 1, in the order of `allCases`.
  public var code: Int64 { Int64(Self.all.firstIndex(of: self) ?? 0) + 1 }

  /// The kind of a number, or nil where there is none.
  public init?(code: Int64) {
    guard code >= 1, code <= Self.all.count else { return nil }
    self = Self.all[Int(code) - 1]
  }

  /// Made once: `allCases` is made anew whenever it is asked for, and every row of the views asks.
  private static let all = allCases
}
