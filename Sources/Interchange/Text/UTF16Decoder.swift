/// Turns a UTF-16 input into UTF-8, piece by piece, and drops the byte order mark of either.
///
/// Spreadsheet programs and PowerShell write UTF-16 with a byte order mark; an input without one is taken as UTF-8.
public struct UTF16Decoder {
  private let isBigEndian: Bool
  private var oddByte: UInt8?
  private var highSurrogate: UInt16?

  /// The same input as UTF-8 without a byte order mark.
  public static func decoding(_ source: @escaping ByteSource) -> ByteSource {
    var isStarted = false
    var decoder: UTF16Decoder?
    return {
      var piece: [UInt8]
      if isStarted {
        piece = try source()
      } else {
        isStarted = true
        (piece, decoder) = try start(source)
      }
      guard decoder != nil else { return piece }
      while !piece.isEmpty {
        if let decoded = decoder?.decode(piece), !decoded.isEmpty { return decoded }
        piece = try source()
      }
      // An input that ends in the middle of a character.
      return decoder?.finish() ?? []
    }
  }

  /// Collects enough bytes to see a byte order mark.
  private static func start(_ source: ByteSource) throws -> ([UInt8], UTF16Decoder?) {
    var head: [UInt8] = []
    while head.count < 3 {
      let more = try source()
      if more.isEmpty { break }
      head = head.isEmpty ? more : head + more
    }
    if head.starts(with: [0xEF, 0xBB, 0xBF]) {
      let rest = Array(head.dropFirst(3))
      return (rest.isEmpty ? try source() : rest, nil)
    }
    let isBigEndian = head.starts(with: [0xFE, 0xFF])
    guard isBigEndian || head.starts(with: [0xFF, 0xFE]) else { return (head, nil) }
    let rest = Array(head.dropFirst(2))
    return (rest.isEmpty ? try source() : rest, UTF16Decoder(isBigEndian: isBigEndian))
  }

  private init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

  private mutating func decode(_ piece: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(piece.count)
    for byte in piece {
      guard let first = oddByte else {
        oddByte = byte
        continue
      }
      oddByte = nil
      let unit = isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first)
      append(unit, to: &output)
    }
    return output
  }

  private mutating func append(_ unit: UInt16, to output: inout [UInt8]) {
    if let high = highSurrogate {
      highSurrogate = nil
      if UTF16.isTrailSurrogate(unit) {
        let scalar = 0x10000 + (UInt32(high - 0xD800) << 10 | UInt32(unit - 0xDC00))
        append(Unicode.Scalar(scalar), to: &output)
        return
      }
      append(nil, to: &output)
    }
    if UTF16.isLeadSurrogate(unit) {
      highSurrogate = unit
    } else {
      append(Unicode.Scalar(unit), to: &output)
    }
  }

  /// Half a character becomes U+FFFD.
  private func append(_ scalar: Unicode.Scalar?, to output: inout [UInt8]) {
    output.append(contentsOf: String(Character(scalar ?? "\u{FFFD}")).utf8)
  }

  private mutating func finish() -> [UInt8] {
    defer { (oddByte, highSurrogate) = (nil, nil) }
    return oddByte == nil && highSurrogate == nil ? [] : Array("\u{FFFD}".utf8)
  }
}
