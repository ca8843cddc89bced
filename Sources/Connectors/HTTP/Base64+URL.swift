import Events

extension Base64 {
  /// The alphabet for URLs and file names (RFC 4648 §5), without padding.
  static func urlEncoded(_ text: String) -> String {
    String(encode(text.utf8).prefix { $0 != "=" }.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
  }
}
