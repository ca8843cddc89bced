import EventLog
import Events
import Indicators

extension Ledger {
  /// The same address in the other IP version: an IPv4-mapped IPv6 address and its IPv4 address are two indicators of
  /// one machine (RFC 4291 §2.5.5.2), so that the ledger relates them wherever it holds both.
  struct Counterpart {
    /// The other indicator.
    var key: StreamKey
    /// Whether the other one is the IPv4 address.
    var isIPv4: Bool
    /// The first event about it.
    var seq: Int64

    /// What the ledger itself, rather than a source, says of the two.
    static let relation = "related-to"
    /// Who says so.
    static let source = "iocledger"
  }

  /// The counterpart of an indicator, if the ledger held it by a position.
  func counterpart(of key: StreamKey, asAt seq: Int64) throws -> Counterpart? {
    guard let indicator = key.indicator, let other = indicator.mappedIPv4 ?? indicator.mappedIPv6,
      let stream = try log.streamID(of: StreamKey(other))
    else { return nil }
    var first: Int64 = .max
    try log.forEachRow(ofStream: stream) { row in
      first = row.seq
      return false
    }
    guard first <= seq else { return nil }
    return Counterpart(key: StreamKey(other), isIPv4: indicator.mappedIPv4 != nil, seq: first)
  }
}
