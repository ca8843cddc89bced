/// What sort of thing an indicator of compromise is.
///
/// The raw values are the names in the JSON contract and in the log's canonical bytes. Frozen: kinds may be added,
/// never renamed.
public enum IndicatorKind: String, CaseIterable, Sendable, Hashable {
  case ipv4, ipv6, cidr, domain, url, email, md5, sha1, sha256, sha512
}
