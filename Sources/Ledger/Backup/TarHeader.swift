/// The 512 bytes before a file in a tar archive: the ustar format of POSIX.1-1988, which every tar reads.
///
/// Each header has one form only: a name, a size and a time give all of its bytes, so that a changed byte shows.
struct TarHeader: Hashable {
  /// The length of a header, and what files are filled up to a multiple of.
  static let blockSize = 512
  /// The longest name, in bytes.
  static let maximumName = 100

  /// What follows a header.
  enum Content: UInt8 {
    /// The bytes of a file.
    case file = 0x30
    /// What the next header has no room for: an extended header of POSIX.1-2001 (pax), here a long name.
    case longName = 0x78
  }

  /// The path in the archive.
  var name: String
  /// How many bytes the file has.
  var size: Int64
  /// Seconds since 1970, from 0.
  var modifiedAt: Int64
  /// What follows.
  var content = Content.file

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
    block.append(content.rawValue)
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
      let time = Self.number(block[136..<148]), let content = Content(rawValue: block[156]),
      let name = String(validating: block[..<Self.maximumName].prefix { $0 != 0 }, as: UTF8.self)
    else { return nil }
    self.init(name: name, size: size, modifiedAt: time, content: content)
    guard bytes == block else { return nil }
  }

  init(name: String, size: Int64, modifiedAt: Int64, content: Content = .file) {
    self.name = name
    self.size = size
    self.modifiedAt = modifiedAt
    self.content = content
  }

  /// The name of the extended headers.
  static let longNameHeader = "\(BackupFiles.prefix)PaxHeader"
  /// No extended header is longer: the file system has shorter names.
  static let maximumLongName: Int64 = 4096

  /// What a header says of a name that it has no room for: as much of it as it has.
  static func shortened(_ name: String) -> String {
    guard name.utf8.count > maximumName else { return name }
    var short = ""
    for scalar in name.unicodeScalars {
      guard short.utf8.count + UTF8.width(scalar) <= maximumName else { break }
      short.unicodeScalars.append(scalar)
    }
    return short
  }

  /// The record of an extended header that gives a name: its own length, ` path=`, the name, a line feed.
  static func longNameRecord(_ name: String) -> [UInt8] {
    let rest = " path=\(name)\n"
    var length = rest.utf8.count + 1
    while rest.utf8.count + String(length).utf8.count != length { length += 1 }
    return Array("\(length)\(rest)".utf8)
  }

  /// Reads a record; nil for any other bytes.
  static func longName(_ record: [UInt8]) -> String? {
    guard let text = String(validating: record, as: UTF8.self), let start = text.utf8.firstIndex(of: UInt8(ascii: "=")),
      text.utf8.last == UInt8(ascii: "\n")
    else { return nil }
    let name = String(decoding: text.utf8[text.utf8.index(after: start)...].dropLast(), as: UTF8.self)
    return name.utf8.count > maximumName && longNameRecord(name) == record ? name : nil
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
