import Crypto
import Events
import Indicators

extension Relation {
  /// `belongs-to` an autonomous system, from its number: 15169, `"15169"` or `"AS15169"`.
  ///
  /// The target is the STIX 2.1 object: its id is the UUIDv5 that the standard derives from the number (§2.9), so that
  /// all vendors and imported bundles mean the same one.
  static func belongs(toAS text: String?) -> Relation? {
    guard var digits = text?.uppercased() else { return nil }
    if digits.hasPrefix("AS") { digits.removeFirst(2) }
    guard let number = UInt32(digits), number > 0 else { return nil }
    let id = "autonomous-system--" + stixIdentifier(ofContributing: "{\"number\":\(number)}")
    return Relation(
      type: "belongs-to", target: StreamKey(kind: "autonomous-system", value: id), name: "AS\(number)")
  }

  /// `related-to` each host name that a vendor knows for an address, sorted, at most 20.
  ///
  /// Not `resolves-to`: in STIX that leads from a name to an address, and a reverse name promises no forward one.
  static func relatedTo(hostnames: [String]) -> [Relation] {
    hostnames.compactMap(\.asHostname).sortedOnce(Bounds.relations).map {
      Relation(type: "related-to", target: StreamKey(kind: IndicatorKind.domain.rawValue, value: $0))
    }
  }

  /// UUIDv5 in the namespace that STIX 2.1 §2.9 gives to cyber-observable objects, over the canonical JSON of the
  /// properties that make the object's identity.
  private static func stixIdentifier(ofContributing json: String) -> String {
    let namespace: [UInt8] = [
      0x00, 0xAB, 0xED, 0xB4, 0xAA, 0x42, 0x46, 0x6C, 0x9C, 0x01, 0xFE, 0xD2, 0x33, 0x15, 0xA9, 0xB7,
    ]
    var bytes = Array(Insecure.SHA1.hash(data: namespace + Array(json.utf8)).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x50
    bytes[8] = bytes[8] & 0x3F | 0x80
    let digits = bytes.map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }
    return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }.joined(separator: "-")
  }
}

extension String {
  /// The text as a domain in canonical form; nil for addresses, single labels and anything that is no name.
  var asHostname: String? {
    guard contains("."), let name = try? Indicator(parsing: self, as: .domain), name.kind == .domain else { return nil }
    return name.value
  }
}
