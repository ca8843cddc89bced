/// A value in its encoded form, which can be looked at without allocating.
///
/// The bytes were checked for shape when the cursor passed over them, so that reading a part cannot run past the end.
public struct EncodedValue {
  @usableFromInline let bytes: UnsafeRawBufferPointer

  @inlinable
  init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The number of an integer or a number, and 1 or 0 for true or false; nil for texts and lists.
  @inlinable
  public var double: Double? {
    var reader = ByteReader(bytes)
    guard let tag = try? reader.byte() else { return nil }
    switch tag {
    case 0: return 0
    case 1: return 1
    case 2: return (try? reader.varint()).map { Double(Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1)) }
    case 3: return (try? reader.bigEndian()).map { Double(bitPattern: $0) }
    default: return nil
    }
  }

  /// Whether this is a list.
  @inlinable
  public var isList: Bool { bytes.first == 5 }

  /// How many elements a list has; nil for scalars.
  @inlinable
  public var listCount: Int? {
    guard isList else { return nil }
    var reader = ByteReader(bytes)
    reader.position = 1
    return (try? reader.varint()).map { Int($0) }
  }

  /// Calls `body` with each element of a list in turn, or once with a scalar itself.
  @inlinable
  public func forEachElement(_ body: (EncodedValue) -> Void) {
    guard isList else { return body(self) }
    var reader = ByteReader(bytes)
    reader.position = 1
    guard let count = try? reader.varint() else { return }
    for _ in 0..<count {
      let start = reader.position
      guard (try? reader.skipValue(depth: 1)) != nil else { return }
      body(EncodedValue(bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<reader.position])))
    }
  }

  /// The UTF-8 bytes of a text; nil for anything else.
  @inlinable
  public var utf8: UnsafeRawBufferPointer? {
    guard bytes.first == 4 else { return nil }
    var reader = ByteReader(bytes)
    reader.position = 1
    return try? reader.slice()
  }

  /// The truth value of a bool; nil for anything else.
  @inlinable
  public var bool: Bool? {
    switch bytes.first {
    case 0: false
    case 1: true
    default: nil
    }
  }

  /// The value as a ``SignalValue``.
  public func decoded() throws(FactsError) -> SignalValue {
    var reader = ByteReader(bytes)
    return try reader.value(depth: 0)
  }
}

extension ByteReader {
  mutating func value(depth: Int) throws(FactsError) -> SignalValue {
    switch try byte() {
    case ValueTag.no: return .bool(false)
    case ValueTag.yes: return .bool(true)
    case ValueTag.integer:
      let zigzag = try varint()
      return .integer(Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1))
    case ValueTag.number: return .number(Double(bitPattern: try bigEndian()))
    case ValueTag.text: return .text(String(decoding: try slice(), as: UTF8.self))
    case ValueTag.list:
      guard depth < Facts.maximumDepth else { throw FactsError.tooDeep }
      let count = try varint()
      guard count <= UInt64(bytes.count) else { throw FactsError.truncated }
      var elements: [SignalValue] = []
      for _ in 0..<count { elements.append(try value(depth: depth + 1)) }
      return .list(elements)
    default: throw FactsError.unknownTag
    }
  }
}
