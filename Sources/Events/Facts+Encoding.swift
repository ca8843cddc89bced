/// The facts encoding, version 1.
///
/// Frozen: described for strangers in the article *The log format*.
///
/// ```
/// facts  = count(varint) { name value }       in the order of the names' UTF-8 bytes
/// name   = text in the canonical form; the symbol's id (varint) in the stored form
/// value  = 0x00 false | 0x01 true | 0x02 integer(zigzag varint) | 0x03 number(8 bytes, IEEE 754, big endian)
///        | 0x04 text | 0x05 list: count(varint) { value }
/// text   = length(varint) UTF-8
/// ```
/// The canonical form is hashed; the stored form replaces each name by its id in the log's dictionary and is what
/// events and views keep. Both list the facts in the same order.
enum ValueTag {
  static let no: UInt8 = 0
  static let yes: UInt8 = 1
  static let integer: UInt8 = 2
  static let number: UInt8 = 3
  static let text: UInt8 = 4
  static let list: UInt8 = 5
}

extension Facts {
  /// How deeply lists may be nested.
  static let maximumDepth = 4

  /// Appends the canonical form: what the leaf hash covers.
  public func appendCanonical(to bytes: inout some ByteSink) {
    bytes.appendVarint(UInt64(entries.count))
    for entry in entries {
      bytes.appendText(entry.name)
      entry.value.append(to: &bytes)
    }
  }

  /// The canonical form as bytes of its own.
  public var canonicalBytes: [UInt8] {
    var bytes: [UInt8] = []
    appendCanonical(to: &bytes)
    return bytes
  }

  /// Appends the stored form; `symbol` gives the dictionary's id of a name, making one where there is none.
  public func appendStored(to bytes: inout some ByteSink, symbol: (String) throws -> Int) rethrows {
    bytes.appendVarint(UInt64(entries.count))
    for entry in entries {
      bytes.appendVarint(UInt64(try symbol(entry.name)))
      entry.value.append(to: &bytes)
    }
  }

  /// Reads the stored form; `name` gives the text of a symbol.
  public init(stored bytes: UnsafeRawBufferPointer, name: (Int) -> String?) throws(FactsError) {
    var cursor = try FactsCursor(bytes)
    while let fact = try cursor.next() {
      guard let name = name(fact.symbol) else { throw FactsError.unknownSymbol }
      self[name] = try fact.value.decoded()
    }
  }

  /// Reads the canonical form.
  public init(canonical bytes: UnsafeRawBufferPointer) throws(FactsError) {
    var reader = ByteReader(bytes)
    let count = try reader.varint()
    var last: String?
    // A count may be anything: it is the bytes that end the loop.
    for _ in 0..<count {
      guard let name = String(validating: try reader.slice(), as: UTF8.self) else { throw FactsError.unreadableName }
      guard last.map({ $0.utf8.lexicographicallyPrecedes(name.utf8) }) ?? true else { throw FactsError.unordered }
      self[name] = try reader.value(depth: 0)
      last = name
    }
    guard reader.isAtEnd else { throw FactsError.surplus }
  }

  /// Appends to `output` the canonical form of facts in the stored form, without decoding the values.
  public static func appendCanonical(
    ofStored bytes: UnsafeRawBufferPointer, to output: inout some ByteSink, name: (Int) -> String?
  ) throws(FactsError) {
    try appendCanonical(ofStored: bytes, to: &output) { symbol, output in
      guard let name = name(symbol) else { return false }
      output.appendText(name)
      return true
    }
  }

  /// Does the same; `appendName` appends the canonical form of a symbol's name, or answers that there is none.
  @inlinable
  public static func appendCanonical<Sink: ByteSink>(
    ofStored bytes: UnsafeRawBufferPointer, to output: inout Sink, appendName: (Int, inout Sink) -> Bool
  ) throws(FactsError) {
    var cursor = try FactsCursor(bytes)
    output.appendVarint(UInt64(cursor.count))
    while let fact = try cursor.next() {
      guard appendName(fact.symbol, &output) else { throw FactsError.unknownSymbol }
      output.append(bytes: fact.value.bytes)
    }
  }
}

extension SignalValue {
  func append(to bytes: inout some ByteSink) {
    switch self {
    case .bool(let value): bytes.append(value ? ValueTag.yes : ValueTag.no)
    case .integer(let value):
      bytes.append(ValueTag.integer)
      bytes.appendVarint(UInt64(bitPattern: value << 1 ^ value >> 63))
    case .number(let value):
      bytes.append(ValueTag.number)
      bytes.appendBigEndian(value.bitPattern)
    case .text(let value):
      bytes.append(ValueTag.text)
      bytes.appendText(value)
    case .list(let elements):
      bytes.append(ValueTag.list)
      bytes.appendVarint(UInt64(elements.count))
      for element in elements { element.append(to: &bytes) }
    }
  }
}
