import Events
import Time

extension Facts {
  /// The fields that hold a time, in milliseconds.
  private static let times: Set<String> = ["expires", "first_seen", "last_seen", "stated_at", "until"]

  /// The facts in a line, names first, times as people write them.
  var words: String {
    entries.map { entry in
      let time = Self.times.contains(entry.name) ? entry.value.integer.map { Timestamp(milliseconds: $0).rfc3339 } : nil
      return "\(entry.name) \(time ?? entry.value.plainText)"
    }
    .joined(separator: ", ")
  }
}
