import Time

/// Finds the date that a feed states for itself in a comment.
enum StatedDate {
  /// The words by which a comment shows that the time in it is the feed's.
  private static let words = ["updat", "generat", "modif", "date", "creat", "timestamp", "as of", "publish", "export"]
  /// A written time has at most six words, a comment line that states one not many more.
  private static let maximumWords = 24
  private static let maximumLength = 400

  /// The time in a comment such as `Last update: Sat, 22 Aug 2026 03:00:29 +0200` or `Generated 2026-08-22 (UTC)`.
  ///
  /// Nil where the comment holds no time or does not say that it is the feed's.
  static func find(in comment: String) -> Timestamp? {
    guard comment.utf8.count <= maximumLength else { return nil }
    let lowercased = comment.lowercased()
    guard words.contains(where: lowercased.contains) else { return nil }
    let separators: Set<Character> = [" ", "\t", "#", "(", ")", "[", "]", "\"", ";", "="]
    let parts = comment.split(whereSeparator: separators.contains).prefix(maximumWords)
    for start in parts.indices {
      for count in stride(from: min(6, parts.count - start), through: 1, by: -1) {
        let text = parts[start..<start + count].joined(separator: " ")
        // `Updated:2026-08-22` has its name joined to it.
        let value = text.first?.isNumber == false ? text.drop { !$0.isNumber } : text[...]
        if let time = Timestamp(parsing: text) ?? Timestamp(parsing: value) { return time }
      }
    }
    return nil
  }
}
