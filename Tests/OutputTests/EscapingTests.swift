import Output
import Testing

@Suite("Escaping")
struct EscapingTests {
  @Test(
    "labels of diagrams and text of pages cannot end where they should not",
    arguments: [
      ("plain", "\"plain\"", "\"plain\"", "plain"),
      ("say \"x\"", "\"say #34;x#34;\"", "\"say \\\"x\\\"\"", "say &quot;x&quot;"),
      ("a\\N", "\"a#92;N\"", "\"a\\\\N\"", "a\\N"),
      ("<b>&'#;`", "\"#60;b#62;#38;'#35;#59;#96;\"", "\"<b>&'#;`\"", "&lt;b&gt;&amp;&#39;#;`"),
      ("a\nb\u{1B}", "\"a#92;nb#92;x1b\"", "\"a\\\\nb\\\\x1b\"", "a\nb\u{FFFD}"), ("", "\"\"", "\"\"", ""),
    ])
  func escapes(text: String, mermaid: String, dot: String, html: String) {
    #expect(text.mermaidLabel == mermaid)
    #expect(text.dotLabel == dot)
    #expect(text.htmlEscaped == html)
  }
}
