import Testing

@testable import Interchange

@Suite("How sure a source is")
struct ConfidenceTests {
  @Test(
    "is read from 0 to 100, as a share, or as a word",
    arguments: [
      ("85", 85), ("85%", 85), (" 85 % ", 85), ("0.85", 85), ("1.0", 100), ("1", 1), ("0", 0), ("0.0", 0),
      ("99.5", 99.5),
      ("0.5%", 0.5), ("High", 85), ("medium", 50), ("LOW", 15), ("none", 0),
    ])
  func reading(text: String, percent: Double) {
    #expect(Confidence(parsing: text)?.percent == percent)
  }

  @Test("is nothing else", arguments: ["", "101", "-1", "1e2", "0x10", "nan", "inf", "very", "85%%", "1.2.3", "９"])
  func refusals(text: String) {
    #expect(Confidence(parsing: text) == nil)
  }
}
