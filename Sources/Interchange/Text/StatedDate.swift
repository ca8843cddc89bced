import Indicators
import Time

/// The date that a feed states for itself in a comment: `# Last updated: 2026-08-22 03:00:29 UTC`.
public enum StatedDate {
  /// The date in a comment line, with or without its comment mark; nil where it states none.
  public static func find(in comment: ArraySlice<UInt8>) -> Timestamp? {
    guard comment.count <= 400 else { return nil }
    let text = trimmed(String(decoding: comment, as: UTF8.self)[...])
    // `Generated on 2026-08-22 03:00` has no colon but that of the time.
    guard let divider = text.firstIndex(where: { $0 == ":" || $0 == "=" || $0.isWholeNumber }) else { return nil }
    let name = text[..<divider].lowercased().filter { $0.isLetter }
    guard names.contains(where: name.hasSuffix) else { return nil }
    let date = text[divider].isWholeNumber ? text[divider...] : text[text.index(after: divider)...]
    return Timestamp(parsing: trimmed(date))
  }

  /// Without comment marks, blanks and quotes; abuse.ch draws a frame of `#` around its comments.
  private static func trimmed(_ text: Substring) -> Substring {
    let frame = "#;!/*\" \t"
    var text = text
    while let first = text.first, frame.contains(first) { text.removeFirst() }
    while let last = text.last, frame.contains(last) { text.removeLast() }
    return text
  }

  /// How feeds call it, letters only: `Last-Modified`, `Generated at`, `Last update`.
  private static let names = [
    "lastupdate", "lastupdated", "updated", "updatedat", "lastmodified", "modified", "generated", "generatedat",
    "generatedon", "created", "date", "published", "timestamp", "updatetime", "update",
  ]
}
