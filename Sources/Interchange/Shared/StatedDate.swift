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
    let parts = comment.split(whereSeparator: separators.contains).prefix(maximumWords).flatMap(words)
    for start in parts.indices {
      for count in stride(from: min(6, parts.count - start), through: 1, by: -1) {
        if let time = Timestamp(parsing: parts[start..<start + count].joined(separator: " ")) { return time }
      }
    }
    return nil
  }

  /// `Updated:2026-08-22` as its name and the time; anything else as it is.
  private static func words(_ part: Substring) -> [Substring] {
    guard part.first?.isLetter == true, let colon = part.firstIndex(of: ":") else { return [part] }
    return [part[..<colon], part[colon...].dropFirst()].filter { !$0.isEmpty }
  }
}
