import Indicators

/// The lines of a text as they are meant: repaired (see ``TextRepair``), and in mails without their transfer encoding.
///
/// A part of a mail that says `Content-Transfer-Encoding: quoted-printable` (RFC 2045 §6.7) is decoded up to the next
/// boundary: `=3D` is an equals sign, and a line that ends in `=` goes on in the next one.
struct ProseLines {
  private enum Encoding { case none, announced, quotedPrintable }

  private var lines: LineSplitter
  private var encoding = Encoding.none
  /// Longer lines are not put together.
  private static let limit = 1 << 18

  init(_ source: @escaping ByteSource) {
    lines = LineSplitter(source, limit: Self.limit, longLines: .cut)
  }

  /// The next line, with the number of the line on which it starts.
  mutating func next() throws -> TextLine? {
    guard let line = try lines.next() else { return nil }
    var bytes = line.bytes
    follow(bytes)
    if encoding == .quotedPrintable { bytes = try decoded(line)[...] }
    if TextRepair.isNeeded(bytes) { bytes = TextRepair.repaired(bytes)[...] }
    return TextLine(bytes: bytes, number: line.number, isTooLong: line.isTooLong)
  }

  /// Notices where a quoted-printable part begins and ends.
  private mutating func follow(_ line: ArraySlice<UInt8>) {
    switch encoding {
    case .none:
      // Most lines begin with another letter, so that the cheap question comes first.
      if line.first?.lowercased == UInt8(ascii: "c"), Self.announces(line) { encoding = .announced }
    case .announced:
      if line.isEmpty { encoding = .quotedPrintable }
    case .quotedPrintable:
      if line.first == UInt8(ascii: "-"), line.starts(with: "--".utf8), line.count > 8, !line.contains(where: \.isBlank)
      {
        encoding = .none
      }
    }
  }

  private static func announces(_ line: ArraySlice<UInt8>) -> Bool {
    line.prefix(80).lowercasedText.split(separator: ":").map { $0.filter { $0 != " " } }
      == ["content-transfer-encoding", "quoted-printable"]
  }

  /// A line of a quoted-printable part, together with those it goes on in.
  private mutating func decoded(_ line: TextLine) throws -> [UInt8] {
    var output: [UInt8] = []
    var part = line.bytes
    while Self.append(part, to: &output), output.count < Self.limit, let next = try lines.next() { part = next.bytes }
    return output
  }

  /// Decodes a line; whether it goes on in the next one.
  private static func append(_ line: ArraySlice<UInt8>, to output: inout [UInt8]) -> Bool {
    var line = line
    while let last = line.last, last.isBlank { line.removeLast() }
    let goesOn = line.last == UInt8(ascii: "=")
    if goesOn { line.removeLast() }
    var index = line.startIndex
    while index < line.endIndex {
      if line[index] == UInt8(ascii: "="), index + 2 < line.endIndex, line[index + 1].isHexDigit,
        let byte = UInt8(String(decoding: line[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
      {
        output.append(byte)
        index += 3
      } else {
        output.append(line[index])
        index += 1
      }
    }
    return goesOn
  }
}
