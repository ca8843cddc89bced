/// Reads one JSON text (RFC 8259) of bounded depth from bytes.
///
/// Our own, because the library at hand (Foundation) recurses without a bound that we can set, loses the order of
/// members and rounds whole numbers above 2^53, and all three matter for bytes that a stranger chose.
struct JSONParser {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let maximumDepth: Int
  private let allowsRepeatedMembers: Bool
  /// How many values may still come.
  private var valuesLeft: Int
  private var position = 0

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int, maximumValues: Int = .max,
    allowsRepeatedMembers: Bool = true
  ) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
    self.allowsRepeatedMembers = allowsRepeatedMembers
    valuesLeft = maximumValues
  }

  mutating func document() throws(JSONError) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    skipSpace()
    let value = try value(depth: 0)
    skipSpace()
    guard position == bytes.count else { throw error("expected nothing more after the value") }
    return value
  }

  /// `depth` is the number of arrays and objects around the value.
  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    guard let byte = peek() else { throw error("the text ends where a value should be") }
    guard valuesLeft > 0 else { throw error("more values than such a text has") }
    valuesLeft -= 1
    switch byte {
    case UInt8(ascii: "{"):
      guard depth < maximumDepth else { throw error("nested deeper than \(maximumDepth) levels") }
      return try object(depth: depth)
    case UInt8(ascii: "["):
      guard depth < maximumDepth else { throw error("nested deeper than \(maximumDepth) levels") }
      return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw error("expected a value")
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
    var object = JSONObject()
    position += 1
    skipSpace()
    if skip("}") { return .object(object) }
    while true {
      skipSpace()
      guard peek() == UInt8(ascii: "\"") else { throw error("expected a member name in double quotes") }
      let name = try string()
      skipSpace()
      guard skip(":") else { throw error("expected ':' after a member name") }
      skipSpace()
      object.append(name, try value(depth: depth + 1))
      skipSpace()
      if skip("}") {
        if !allowsRepeatedMembers, let name = object.repeatedName {
          throw error("the member '\(name.prefix(60))' is there twice")
        }
        return .object(object)
      }
      guard skip(",") else { throw error("expected ',' or '}' in an object") }
    }
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
    var elements: [JSONValue] = []
    position += 1
    skipSpace()
    if skip("]") { return .array(elements) }
    while true {
      skipSpace()
      elements.append(try value(depth: depth + 1))
      skipSpace()
      if skip("]") { return .array(elements) }
      guard skip(",") else { throw error("expected ',' or ']' in an array") }
    }
  }

  private mutating func string() throws(JSONError) -> String {
    position += 1
    let start = position
    skipPlainText()
    if peek() == UInt8(ascii: "\"") {
      defer { position += 1 }
      return text(start..<position)
    }
    var decoded = Array(bytes[start..<position])
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: decoded, as: UTF8.self)
      case UInt8(ascii: "\\"):
        position += 1
        decoded.append(contentsOf: try escape().utf8)
      case 0..<0x20: throw error("a control character inside a string")
      default:
        let start = position
        skipPlainText()
        decoded.append(contentsOf: bytes[start..<position])
      }
    }
    throw error("the text ends inside a string")
  }

  /// Passes over bytes of a string that stand for themselves.
  private mutating func skipPlainText() {
    while let byte = peek(), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    guard let byte = peek() else { throw error("the text ends inside a string") }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "u"): return try escapedScalar()
    default:
      position -= 1
      throw error("an unknown escape in a string")
    }
  }

  /// A `\u` escape or a pair of them; half a pair reads as U+FFFD, as browsers do.
  private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
    let unit = try hexadecimal()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    let mark = position
    if unit < 0xDC00, skip("\\"), skip("u") {
      let low = try hexadecimal()
      if (0xDC00..<0xE000).contains(low),
        let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
      {
        return scalar
      }
    }
    position = mark
    return "\u{FFFD}"
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek() else { throw error("the text ends inside a string") }
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: throw error("a \\u escape needs four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    _ = skip("-")
    if !skip("0") { try digits() }
    var isWhole = true
    if skip(".") {
      isWhole = false
      try digits()
    }
    if skip("e") || skip("E") {
      isWhole = false
      if !skip("+") { _ = skip("-") }
      try digits()
    }
    let text = text(start..<position)
    if isWhole, let value = Int64(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw error("a number beyond all bounds") }
    return .number(value)
  }

  private mutating func digits() throws(JSONError) {
    let start = position
    while let byte = peek(), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    if position == start { throw error("expected a digit") }
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    let matches = text.withUTF8Buffer { bytes[position...].starts(with: $0) }
    guard matches else { throw error("expected a value") }
    position += text.utf8CodeUnitCount
    return value
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private func error(_ message: String) -> JSONError {
    let line = bytes[..<min(position, bytes.count)].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
    return JSONError(message, offset: position, line: line)
  }
}

extension JSONValue {
  /// The depth to which arrays and objects may be nested unless a caller says otherwise.
  public static let maximumDepth = 128

  /// Reads a JSON text: one value, optionally after a byte order mark and between white space.
  ///
  /// Bytes that are not UTF-8 read as U+FFFD inside strings. `maximumValues` bounds the memory that a text of many small
  /// values takes; a member that is written twice in one object is an error unless that is allowed.
  public init(
    parsing bytes: some Sequence<UInt8>, maximumDepth: Int = maximumDepth, maximumValues: Int = .max,
    allowsRepeatedMembers: Bool = true
  ) throws(JSONError) {
    let parse = { (buffer: UnsafeBufferPointer<UInt8>) -> Result<JSONValue, JSONError> in
      var parser = JSONParser(
        buffer, maximumDepth: maximumDepth, maximumValues: maximumValues, allowsRepeatedMembers: allowsRepeatedMembers)
      return Result { () throws(JSONError) in try parser.document() }
    }
    let result =
      bytes.withContiguousStorageIfAvailable(parse) ?? ContiguousArray(bytes).withUnsafeBufferPointer(parse)
    self = try result.get()
  }

  /// Reads a JSON text.
  public init(parsing text: String) throws(JSONError) {
    try self.init(parsing: text.utf8)
  }
}

extension JSONObject {
  /// The first name that is the same, byte for byte, as an earlier one.
  fileprivate var repeatedName: String? {
    var names = Set<[UInt8]>(minimumCapacity: members.count)
    return members.first { !names.insert(Array($0.name.utf8)).inserted }?.name
  }
}
