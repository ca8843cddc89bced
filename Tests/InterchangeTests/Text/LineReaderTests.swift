import Indicators
import Interchange
import Testing
import Time

@Suite struct LineReaderTests {
  /// One letter an item, so that a whole file can be compared at a glance.
  private func sketch(_ text: String) throws -> [String] {
    try textItems(LineReader(textSource(text))).map { item in
      switch item {
      case .statement(let statement): "\(statement.line) \(statement.indicator.value)"
      case .rejected(let rejection): "\(rejection.line) rejected"
      case .skipped: "skipped"
      case .fileDate(let date): "date \(date.milliseconds)"
      default: "unexpected"
      }
    }
  }

  @Test("comments and blank lines are skipped, values are taken, bad lines are rejected and the rest goes on")
  func mixture() throws {
    let text = """
      # a list
      ; another comment
      // and another

      198.51.100.7
      hxxp://evil[.]example/a#fragment # c2 server
      evil[.]example ; why
      evil.example // why
      - evil.test
      * evil.invalid
      this is not an indicator
      999.1.1.1
      \tD41D8CD98F00B204E9800998ECF8427E\t
      evil [.] example
      """
    #expect(
      try sketch(text) == [
        "skipped", "skipped", "skipped", "skipped", "5 198.51.100.7", "6 http://evil.example/a#fragment",
        "7 evil.example",
        "8 evil.example", "9 evil.test", "10 evil.invalid", "11 rejected", "12 rejected",
        "13 d41d8cd98f00b204e9800998ecf8427e", "14 evil.example",
      ])
  }

  @Test("CRLF, a byte order mark and a missing last line end change nothing")
  func bytes() throws {
    #expect(try sketch("\u{FEFF}198.51.100.7\r\nevil.example") == ["1 198.51.100.7", "2 evil.example"])
  }

  @Test("a hosts file gives its names, not the addresses that they are sent to")
  func hosts() throws {
    let text = """
      127.0.0.1 localhost
      ::1 localhost ip6-localhost
      0.0.0.0 0.0.0.0
      0.0.0.0 evil.example
      127.0.0.1\tevil.test\twww.evil.test # both
      0.0.0.0
      :: evil.invalid
      198.51.100.7 evil.example
      """
    #expect(
      try sketch(text) == [
        "skipped", "skipped", "skipped", "4 evil.example", "5 evil.test", "5 www.evil.test", "6 0.0.0.0",
        "7 evil.invalid",
        "8 rejected",
      ])
  }

  @Test(
    "the date that the header states is the file's",
    arguments: [
      "# Last updated: 2026-08-22 03:00:29 UTC          #", "# Last update: Sat, 22 Aug 2026 05:00:29 +0200",
      "; Last-Modified: Sat, 22 Aug 2026 03:00:29 GMT", "# Generated: 2026-08-22T03:00:29Z",
      "// Date = 2026-08-22T03:00:29Z",
      "# Generated on 2026-08-22 03:00:29", "#    updated: 2026-08-22T05:00:29+02:00",
    ])
  func fileDate(comment: String) throws {
    #expect(
      try sketch("################\n\(comment)\n198.51.100.7") == [
        "skipped", "date 1787367629000", "skipped", "3 198.51.100.7",
      ])
  }

  @Test("a date behind the first value, or of anything else, is not the file's")
  func otherDates() throws {
    #expect(try sketch("198.51.100.7\n# Last updated: 2026-08-22 03:00:29 UTC") == ["1 198.51.100.7", "skipped"])
    #expect(try sketch("# Expires: 2026-08-22 03:00:29 UTC\n# Last updated: never") == ["skipped", "skipped"])
  }

  @Test("a rejection says where, what and why")
  func rejection() throws {
    let found = try textItems(LineReader(textSource("\n010.0.0.1 # x\n198.51.100.7\u{0}\n")))
    guard case .rejected(let octal) = found[1], case .rejected(let zero) = found[2] else {
      Issue.record("\(found)")
      return
    }
    #expect(octal.line == 2 && octal.text == "010.0.0.1 # x" && octal.reason.contains("padded with zeros"))
    #expect(zero.line == 3 && zero.reason.contains("NUL"))
  }

  @Test("a line of many megabytes is rejected, and the next one is read")
  func longLine() throws {
    let found = try textItems(LineReader(textSource(String(repeating: "a", count: 3 << 20) + "\n198.51.100.7")))
    #expect(found.count == 2)
    guard case .rejected(let rejection) = found[0], case .statement(let statement) = found[1] else {
      Issue.record("\(found)")
      return
    }
    #expect(rejection.text.count == 200)
    #expect(statement.line == 2)
  }

  @Test("random bytes never crash a reader, and every line is accounted for")
  func noise() throws {
    var generator = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0...UInt64.max, using: &generator)
    print("LineReader noise: seed \(seed)")
    var state = seed
    let alphabet = Array("1234567890.:/[]()\\# ;@abcxht\r\n\n\u{0}".utf8) + [0xC3, 0xFF, 0xE2, 0x80]
    // The first piece decides how lines end, so it must hold a line end however the input is cut.
    let bytes =
      [UInt8(ascii: "\n")]
      + (0..<60_000).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return alphabet[Int(state >> 33) % alphabet.count]
      }
    let first = try textItems(LineReader(textSource(bytes)))
    #expect(try textItems(LineReader(textSource(bytes, of: 13))) == first)
    _ = try textItems(ProseReader(textSource(bytes)))
    #expect(first.count >= bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).count - 1)
  }
}
