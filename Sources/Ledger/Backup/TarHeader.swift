/// The 512 bytes before a file in a tar archive: the ustar format of POSIX.1-1988, which every tar reads.
///
/// Each header has one form only: a name, a size and a time give all of its bytes, so that a changed byte shows.
struct TarHeader: Hashable {
  /// The length of a header, and what files are filled up to a multiple of.
  static let blockSize = 512
  /// The longest name, in bytes.
  static let maximumName = 100

  /// The path in the archive.
  var name: String
  /// How many bytes the file has.
  var size: Int64
  /// Seconds since 1970, from 0.
  var modifiedAt: Int64

  /// The bytes; nil where the name is too long or a number cannot be written.
  var bytes: [UInt8]? {
    let name = Array(self.name.utf8)
    guard !name.isEmpty, name.count <= Self.maximumName, !name.contains(0), size >= 0,
      let size = Self.number(size, digits: 11), let time = Self.number(modifiedAt, digits: 11)
    else { return nil }
    var block: [UInt8] = name + Array(repeating: 0, count: Self.maximumName - name.count)
    block += Self.octal(0o600, digits: 7) + [0]
    // Owner and group: nobody in particular, so that the same ledger gives the same archive.
    block += Self.octal(0, digits: 7) + [0] + Self.octal(0, digits: 7) + [0]
    block += size + time
    block += Array(repeating: UInt8(ascii: " "), count: 8)  // the checksum counts as blanks
    block.append(UInt8(ascii: "0"))
    block += Array(repeating: 0, count: 100)
    block += Array("ustar\u{0}00".utf8)
    block += Array(repeating: 0, count: Self.blockSize - block.count)
    let sum = block.reduce(Int64(0)) { $0 + Int64($1) }
    block.replaceSubrange(148..<156, with: Self.octal(sum, digits: 6) + [0, UInt8(ascii: " ")])
    return block
  }

  /// Reads a header; nil for bytes that no header of ours has.
  init?(_ block: [UInt8]) {
    guard block.count == Self.blockSize, let size = Self.number(block[124..<136]),
      let time = Self.number(block[136..<148]),
      let name = String(validating: block[..<Self.maximumName].prefix { $0 != 0 }, as: UTF8.self)
    else { return nil }
    self.init(name: name, size: size, modifiedAt: time)
    guard bytes == block else { return nil }
  }

  init(name: String, size: Int64, modifiedAt: Int64) {
    self.name = name
    self.size = size
    self.modifiedAt = modifiedAt
  }

  /// How many zeros follow a file of that size.
  static func padding(after size: Int64) -> Int { Int((512 - size % 512) % 512) }

  private static func octal(_ number: Int64, digits: Int) -> [UInt8] {
    let text = Array(String(number, radix: 8).utf8)
    return Array(repeating: UInt8(ascii: "0"), count: max(0, digits - text.count)) + text
  }

  /// Twelve bytes: octal digits and NUL, or from 8 GiB on the binary form of GNU tar, which all read too.
  private static func number(_ number: Int64, digits: Int) -> [UInt8]? {
    guard number >= 0 else { return nil }
    if number < 1 << 33 { return octal(number, digits: digits) + [0] }
    return [0x80, 0, 0, 0] + stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> Int64($0)) }
  }

  private static func number(_ field: ArraySlice<UInt8>) -> Int64? {
    if field.first == 0x80 {
      let number = field.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return Int64(exactly: number)
    }
    return Int64(String(decoding: field.dropLast(), as: UTF8.self), radix: 8)
  }
}
