import Testing

@testable import Output

@Suite("Display width")
struct DisplayWidthTests {
  @Test(
    "each script takes its columns",
    arguments: [
      ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("ｱ", 1), ("！", 2), ("한글", 4),
      ("\u{1112}\u{1161}\u{11AB}", 2),
      ("👍", 2), ("👍🏽", 2), ("🇩🇪", 2), ("Ω", 1), ("─", 1), ("⠿", 1), ("█", 1), ("नि", 2), ("ไทย", 3), ("น้ำ", 2), ("𠀀", 2),
      ("☀", 1), ("⌚", 2), ("…", 1), ("●", 1), ("　", 2),
    ])
  func columns(text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width)
  }
}
