/// Walks over facts in the stored form without decoding them: the inner loop of replay.
public struct FactsCursor {
  /// How many facts there are.
  public let count: Int
  @usableFromInline var reader: ByteReader
  @usableFromInline var remaining: Int

  /// One fact: the symbol of its name and its value, still encoded.
  public struct Fact {
    /// The id of the name in the log's dictionary.
    public let symbol: Int
    /// The value, to be decoded on demand.
    public let value: EncodedValue

    @usableFromInline
    init(symbol: Int, value: EncodedValue) {
      self.symbol = symbol
      self.value = value
    }
  }

  /// Starts at the first fact.
  ///
  /// The bytes must outlive the cursor.
  @inlinable
  public init(_ bytes: UnsafeRawBufferPointer) throws(FactsError) {
    reader = ByteReader(bytes)
    let announced = try reader.varint()
    guard announced <= UInt64(bytes.count) else { throw FactsError.truncated }
    count = Int(announced)
    remaining = count
  }

  /// The next fact, or nil after the last, which must be where the bytes end.
  @inlinable
  public mutating func next() throws(FactsError) -> Fact? {
    guard remaining > 0 else {
      guard reader.isAtEnd else { throw FactsError.surplus }
      return nil
    }
    remaining -= 1
    let symbol = try reader.varint()
    guard symbol <= UInt64(Int32.max) else { throw FactsError.oversized }
    let start = reader.position
    try reader.skipValue(depth: 0)
    let bytes = UnsafeRawBufferPointer(rebasing: reader.bytes[start..<reader.position])
    return Fact(symbol: Int(symbol), value: EncodedValue(bytes: bytes))
  }
}

extension ByteReader {
  @inlinable
  mutating func skipValue(depth: Int) throws(FactsError) {
    switch try byte() {
    case 0, 1: break
    case 2: _ = try varint()
    case 3: _ = try bigEndian()
    case 4: _ = try slice()
    case 5:
      guard depth < 4 else { throw FactsError.tooDeep }
      let count = try varint()
      guard count <= UInt64(bytes.count) else { throw FactsError.truncated }
      for _ in 0..<count { try skipValue(depth: depth + 1) }
    default: throw FactsError.unknownTag
    }
  }
}
