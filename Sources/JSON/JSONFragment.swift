/// The bytes of one value inside a larger JSON text.
public struct JSONFragment: Hashable, Sendable {
  /// The value as written, checked only as far as to find its end.
  public let bytes: [UInt8]
  /// The byte of the whole text at which it starts, from 0.
  public let offset: Int
  /// The line of the whole text on which it starts, from 1.
  public let line: Int

  /// Reads the value; a fault is named by its place in the whole text.
  public func value(maximumDepth: Int = JSONValue.maximumDepth) throws(JSONError) -> JSONValue {
    do throws(JSONError) {
      return try JSONValue(parsing: bytes, maximumDepth: maximumDepth)
    } catch {
      throw JSONError(error.message, offset: offset + error.offset, line: line + error.line - 1)
    }
  }
}
