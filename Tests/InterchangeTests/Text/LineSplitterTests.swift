import Interchange
import Testing

@Suite struct LineSplitterTests {
  private func lines(_ bytes: [UInt8], piece: Int = 1 << 16, limit: Int = 1 << 20) throws -> [String] {
    var splitter = LineSplitter(textSource(bytes, of: piece), limit: limit)
    var lines: [String] = []
    while let line = try splitter.next() {
      #expect(line.number == lines.count + 1)
      lines.append(line.isTooLong ? "TOO LONG" : line.text)
    }
    return lines
  }

  @Test(
    "lines end with LF, CRLF or CR, the last one with nothing, wherever the pieces are cut",
    arguments: [
      ("a\nb\n", ["a", "b"]), ("a\nb", ["a", "b"]), ("a\r\nb\r\n", ["a", "b"]), ("\n\na", ["", "", "a"]), ("", []),
      ("\n", [""]), ("\u{FEFF}a\nb", ["a", "b"]), ("\u{FEFF}", []), ("ü\nü", ["ü", "ü"]),
    ] as [(String, [String])])
  func endings(text: String, expected: [String]) throws {
    for piece in 1...5 { #expect(try lines(Array(text.utf8), piece: piece) == expected) }
    #expect(try lines(Array("a\rb\rc".utf8)) == ["a", "b", "c"])
  }

  @Test("UTF-16 with a byte order mark becomes UTF-8, wherever the pieces are cut")
  func utf16() throws {
    let text = "évil.example\r\n💩\r\n"
    for isBigEndian in [true, false] {
      let units = [0xFEFF] + Array(text.utf16)
      let bytes = units.flatMap { unit -> [UInt8] in
        let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
        return isBigEndian ? pair : pair.reversed()
      }
      for piece in 1...5 { #expect(try lines(bytes, piece: piece) == ["évil.example", "💩"]) }
      #expect(try lines(Array(bytes.dropLast())) == ["évil.example", "💩\r\u{FFFD}"])
    }
    #expect(try lines([0xFF, 0xFE, 0x00, 0xD8, 0x61, 0x00]) == ["\u{FFFD}a"])
  }

  @Test("a line above the limit is marked and passed over, the next one is read")
  func tooLong() throws {
    let long = String(repeating: "x", count: 5000)
    for piece in [1, 7, 1000, 1 << 16] {
      #expect(try lines(Array("a\n\(long)\nb\n".utf8), piece: piece, limit: 2000) == ["a", "TOO LONG", "b"])
      #expect(try lines(Array("a\n\(long)".utf8), piece: piece, limit: 2000) == ["a", "TOO LONG"])
    }
    let exact = String(repeating: "x", count: 2000)
    for piece in [1, 7, 1 << 16] {
      #expect(try lines(Array("\(exact)\nb".utf8), piece: piece, limit: 2000) == [exact, "b"])
      #expect(try lines(Array("\(exact)x\nb".utf8), piece: piece, limit: 2000) == ["TOO LONG", "b"])
    }
  }

  @Test("a cut line gives all of its bytes, in pieces cut at blanks, under one number")
  func cut() throws {
    let words = Array(repeating: "word", count: 2000).joined(separator: " ")
    for piece in [1, 100, 1 << 16] {
      var splitter = LineSplitter(textSource("a\n\(words)\nb", of: piece), limit: 1024, longLines: .cut)
      var numbers: [Int: [String]] = [:]
      while let line = try splitter.next() { numbers[line.number, default: []].append(line.text) }
      #expect(numbers[1] == ["a"])
      #expect(numbers[2]?.joined() == words)
      #expect(numbers[2]?.dropLast().allSatisfy { $0.hasSuffix("word ") && $0.utf8.count <= 1024 } == true)
      #expect(numbers[3] == ["b"])
    }
  }

  @Test("a failing source fails the reader")
  func failure() {
    struct Broken: Error {}
    var splitter = LineSplitter({ throw Broken() })
    #expect(throws: Broken.self) { try splitter.next() }
  }
}
