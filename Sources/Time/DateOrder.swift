/// Whether a date in numbers names the day before the month.
///
/// `25/11/2024` settles it, `03/04/2024` does not. With dots the day comes first wherever dates are written so.
public enum DateOrder: String, Sendable, Hashable {
  case dayFirst, monthFirst

  /// The order that a date settles by itself; nil for one that could be either, and for what is no such date.
  public init?(settledBy text: some StringProtocol) {
    guard let parts = TimeScanner(text.utf8)?.numericDate() else { return nil }
    if parts.separator == UInt8(ascii: ".") || parts.first > 12 && parts.second <= 12 {
      self = .dayFirst
    } else if parts.second > 12, parts.first <= 12 {
      self = .monthFirst
    } else {
      return nil
    }
  }

  /// Whether a text is a date in numbers of which day and month could be either: `03/04/2026`, also with a time behind.
  public static func isOpen(in text: some StringProtocol) -> Bool {
    guard let parts = TimeScanner(text.utf8)?.numericDate(), parts.separator != UInt8(ascii: ".") else { return false }
    return (1...12).contains(parts.first) && (1...12).contains(parts.second) && parts.first != parts.second
  }
}
