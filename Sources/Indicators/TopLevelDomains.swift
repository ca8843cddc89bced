/// The top-level domains that prose is searched for.
///
/// IANA's root zone as the public suffix list's ICANN section had it on ``day``, plus the names that RFC 2606 reserves
/// for examples. Kept as one sorted text in the binary: looking up a name costs a dozen comparisons and nothing is built
/// at start-up. `Scripts/top-level-domains` renews it.
public enum TopLevelDomains {
  /// Whether a lower-case ASCII label is a top-level domain.
  public static func contains(_ label: String) -> Bool {
    var label = label
    return label.withUTF8 { contains($0) }
  }

  /// Whether the bytes of a lower-case ASCII label are a top-level domain.
  static func contains(_ label: UnsafeBufferPointer<UInt8>) -> Bool {
    guard !label.isEmpty else { return false }
    return names.withUTF8Buffer { text in
      var low = 0
      var high = text.count
      while low < high {
        var start = (low + high) / 2
        while start > low, text[start - 1] > separator { start -= 1 }
        var end = start
        while end < high, text[end] > separator { end += 1 }
        let name = text[start..<end]
        if name.elementsEqual(label) { return true }
        if name.lexicographicallyPrecedes(label) {
          low = min(end + 1, high)
        } else {
          high = max(start - 1, low)
        }
      }
      return false
    }
  }

  /// Blanks and line ends part the names.
  private static let separator = UInt8(ascii: " ")
}
