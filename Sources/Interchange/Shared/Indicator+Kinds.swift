import Indicators

extension IndicatorKind {
  /// What a column or a type named after addresses may hold.
  static let addresses: [IndicatorKind] = [.ipv4, .ipv6, .cidr]
  /// What a column or a type named after hosts may hold.
  static let hosts: [IndicatorKind] = [.domain] + addresses
  /// What a column or a type named after hashes may hold.
  static let hashes: [IndicatorKind] = [.md5, .sha1, .sha256, .sha512]
}

extension Indicator {
  /// Reads a value as the first of these kinds that it fits, or as any kind where none are given.
  init(parsing text: String, asOneOf kinds: [IndicatorKind]) throws(IndicatorError) {
    for kind in kinds {
      if let indicator = try? Indicator(parsing: text, as: kind) {
        self = indicator
        return
      }
    }
    try self.init(parsing: text, as: kinds.first)
  }
}
