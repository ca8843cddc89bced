import Output
import Testing
import Time

@Suite("Documents and drawings")
struct DocumentTests {
  private static let hostile =
    "<script>alert('1')</script> \"q\" & `code` ``two`` | [a](http://b) ![i](x) www.evil.example *b* _i_ \\ \u{1B}[2J\r\n\u{202E}end"

  private func chart(_ title: String) throws -> SVGChart {
    let start = try #require(Timestamp(parsing: "2026-01-01"))
    let days = { (days: Int64) in Timestamp(milliseconds: start.milliseconds + days * 86_400_000) }
    return SVGChart(
      title: title, over: start...days(40),
      curve: [(start, 3000), (days(10), 2500), (days(10), 9100), (days(40), 4000)],
      changes: [.init(at: days(10), hundredths: 9100, title: title)], suspicious: 4000, malicious: 7500)
  }

  private func document(_ text: String) throws -> Document {
    Document(
      title: ["About ", .code(text)],
      blocks: [
        .heading(text), .paragraph([.text(text), .strong(text), .code(text)]), .warning([.text(text)]),
        .facts([(text, [.badge(text, .bad)])]),
        .table(
          Document.Table(
            text, columns: [(text, .text), ("n", .number), (text, .below)],
            rows: [[[.time(text)], ["1"], [.text(text)]], [[.code(text)], [], []]])),
        .preformatted("first\r\n\(text)\n````\nlast\n"), .chart(try chart(text)),
      ])
  }

  @Test("are written in HTML and Markdown with everything escaped that strangers wrote")
  func golden() throws {
    try expectSnapshot(try document(Self.hostile).html, named: "document-html")
    try expectSnapshot(try document(Self.hostile).markdown, named: "document-markdown")
    try expectSnapshot(try chart("Score of <evil>").svg, named: "drawing")
  }

  @Test("keep their structure whatever is written into them", arguments: HostileText.seeds)
  func structure(_ seed: HostileText) throws {
    // By code points, as browsers read: a mark that follows a bracket does not make it another one.
    func tags(_ html: String) -> [String] {
      html.unicodeScalars.split(separator: "<").dropFirst().map { String($0.prefix { $0 != ">" && $0 != " " }) }
    }
    var seed = seed
    let expected = try document("plain")
    for _ in 0..<50 {
      let text = seed.next() + "</td><script>|`\\|\n" + seed.next()
      let document = try document(text)
      #expect(tags(document.html) == tags(expected.html), "\(text.debugDescription)")
      #expect(!document.html.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
      // As many rows, and as many cells in each; what is kept as it is, behind the fence, may begin like a row.
      let lines = document.markdown.utf8.split(separator: UInt8(ascii: "\n"))
      let rows = lines.prefix { !$0.starts(with: "```".utf8) }.filter { $0.starts(with: "| ".utf8) }
      #expect(rows.count == 4, "\(text.debugDescription)")
      for row in rows { #expect(bars(row) == 4, "\(Substring(row))") }
    }
  }

  /// The pipes of a line that are not escaped.
  private func bars(_ row: Substring.UTF8View) -> Int {
    var (count, slashes) = (0, 0)
    for byte in row {
      if byte == UInt8(ascii: "|"), slashes % 2 == 0 { count += 1 }
      slashes = byte == UInt8(ascii: "\\") ? slashes + 1 : 0
    }
    return count
  }

  @Test("a mark after a pipe or a backtick does not hide it", arguments: ["\u{301}", "\u{1A55}"])
  func marks(mark: String) {
    func page(_ text: String) -> String {
      Document(title: [], blocks: [.table(Document.Table("", columns: [("n", .text)], rows: [[[.code(text)]]]))])
        .markdown
    }
    #expect(page("a|\(mark)b").contains("| `a\\|\(mark)b` |"))
    #expect(page("`\(mark)").contains("| `` `\(mark) `` |"))
    #expect(page("a\\|\(mark)").contains("| a\\\\\\|\(mark) |"))
  }

  @Test("a drawing without anything to draw is still one")
  func empty() throws {
    let moment = try #require(Timestamp(parsing: "2026-01-01"))
    let svg = SVGChart(
      title: "", over: moment...moment, curve: [], changes: [], suspicious: -5, malicious: 20_000
    ).svg
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>") && !svg.contains("nan"))
  }
}
