/// One line of a text input, without its line end.
public struct TextLine {
  /// The line's bytes as UTF-8; of a line above the limit only the beginning, or one piece of it.
  public let bytes: ArraySlice<UInt8>
  /// The line's number in the input, from 1.
  public let number: Int
  /// Whether the line is longer than the limit.
  ///
  /// Under ``LineSplitter/LongLines/cut`` it is then one of its pieces, which all carry the same number; the last
  /// piece is not marked.
  public let isTooLong: Bool

  /// The line as text; bytes that are not UTF-8 become U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }
}
