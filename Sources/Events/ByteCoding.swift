/// What bytes are written to, one after another.
public protocol ByteSink {
  /// Adds a byte.
  mutating func append(_ byte: UInt8)
  /// Adds bytes.
  mutating func append(bytes: UnsafeRawBufferPointer)
}

/// Writes the primitive shapes of the facts encoding. Frozen: these bytes are in the log and under its hashes.
extension ByteSink {
  /// An unsigned LEB128 number: seven bits a byte, least significant first, the top bit set on all but the last.
  @inlinable
  public mutating func appendVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  /// A signed number: zigzag, then as a varint.
  @inlinable
  public mutating func appendSignedVarint(_ value: Int64) {
    appendVarint(UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  /// The length of a text in UTF-8 as a varint, then its bytes.
  @inlinable
  public mutating func appendText(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      appendVarint(UInt64(utf8.count))
      append(bytes: UnsafeRawBufferPointer(utf8))
    }
  }

  /// A 64-bit number, most significant byte first.
  @inlinable
  public mutating func appendBigEndian(_ value: UInt64) {
    Swift.withUnsafeBytes(of: value.bigEndian) { append(bytes: $0) }
  }
}

extension [UInt8]: ByteSink {
  /// Adds bytes.
  @inlinable
  public mutating func append(bytes: UnsafeRawBufferPointer) { append(contentsOf: bytes) }
}

/// Why stored bytes could not be read as facts.
public struct FactsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the bytes.
  public let description: String
}

/// Reads the primitive shapes of the facts encoding from bytes that may be damaged.
@usableFromInline
package struct ByteReader {
  @usableFromInline let bytes: UnsafeRawBufferPointer
  @usableFromInline package var position = 0

  @usableFromInline
  package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  @inlinable package var isAtEnd: Bool { position >= bytes.count }

  @inlinable
  package mutating func byte() throws(FactsError) -> UInt8 {
    guard position < bytes.count else { throw FactsError.truncated }
    defer { position += 1 }
    return bytes[position]
  }

  @inlinable
  package mutating func varint() throws(FactsError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 63 || (shift == 63 && next <= 1) else { throw FactsError.oversized }
      value |= UInt64(next & 0x7F) << shift
      if next & 0x80 == 0 {
        // One number has one form, so that no byte of the log can be changed without changing a hash.
        guard next != 0 || shift == 0 else { throw FactsError.redundant }
        return value
      }
      shift += 7
    }
  }

  @inlinable
  package mutating func signedVarint() throws(FactsError) -> Int64 {
    let zigzag = try varint()
    return Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
  }

  @inlinable
  package mutating func slice() throws(FactsError) -> UnsafeRawBufferPointer {
    let length = try varint()
    guard length <= UInt64(bytes.count - position) else { throw FactsError.truncated }
    defer { position += Int(length) }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + Int(length)])
  }

  @inlinable
  package mutating func bigEndian() throws(FactsError) -> UInt64 {
    guard position + 8 <= bytes.count else { throw FactsError.truncated }
    defer { position += 8 }
    return UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
  }
}

extension FactsError {
  @usableFromInline static var truncated: FactsError { FactsError(description: "the facts end too early") }
  @usableFromInline static var oversized: FactsError { FactsError(description: "a number in the facts is too large") }
  @usableFromInline static var redundant: FactsError {
    FactsError(description: "a number in the facts is longer than it need be")
  }
  @usableFromInline static var surplus: FactsError {
    FactsError(description: "there are bytes after the end of the facts")
  }
  @usableFromInline static var unknownTag: FactsError {
    FactsError(description: "the facts hold a value of an unknown type")
  }
  @usableFromInline static var unknownSymbol: FactsError {
    FactsError(description: "the facts name a symbol that the dictionary does not hold")
  }
  static var unordered: FactsError { FactsError(description: "the facts are not in the order of their names") }
  static var unreadableName: FactsError { FactsError(description: "the name of a fact is not UTF-8") }
  @usableFromInline static var tooDeep: FactsError { FactsError(description: "the facts hold lists nested too deeply") }
}
