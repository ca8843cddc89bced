/// A key that shows itself to nobody but the request it is for.
///
/// Printing, interpolating, dumping and debugging give `•••`, and there is no way to encode one.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let value: String

  /// Shorter texts are not looked for in what vendors say: they would match by chance.
  private static let shortestLookedFor = 6

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

  /// A text with `•••` wherever it held the key.
  public func redacted(from text: String) -> String {
    String(decoding: redacted(from: Array(text.utf8)), as: UTF8.self)
  }

  /// Bytes with `•••` wherever they held the key, because some vendors repeat it in their errors.
  public func redacted(from bytes: [UInt8]) -> [UInt8] {
    let wanted = Array(value.utf8)
    guard wanted.count >= Self.shortestLookedFor, bytes.count >= wanted.count else { return bytes }
    var output: [UInt8] = []
    var copied = 0
    var index = 0
    while index <= bytes.count - wanted.count {
      if bytes[index] == wanted[0], bytes[index..<index + wanted.count].elementsEqual(wanted) {
        output += bytes[copied..<index]
        output += Array("•••".utf8)
        index += wanted.count
        copied = index
      } else {
        index += 1
      }
    }
    return copied == 0 ? bytes : output + bytes[copied...]
  }

  /// Three dots.
  public var description: String { "•••" }
  /// Three dots.
  public var debugDescription: String { "•••" }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
