/// A key that shows itself to nobody but the request it is for.
///
/// Printing, interpolating, dumping and debugging give `•••`, and there is no way to encode one.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let value: String

  /// Takes over a key without the white space around it; nil where nothing is left, or where it holds characters that
  /// no header can carry.
  public init?(_ text: String) {
    var scalars = Substring(text).unicodeScalars
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    guard !scalars.isEmpty, scalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F }) else { return nil }
    value = String(scalars)
  }

  /// The key itself, for a header, a path or a query.
  func revealed() -> String { value }

  /// Three dots.
  public var description: String { "•••" }
  /// Three dots.
  public var debugDescription: String { "•••" }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
