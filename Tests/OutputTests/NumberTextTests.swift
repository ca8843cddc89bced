import JSON
import Output
import Testing

@Suite("Numbers for people")
struct NumberTextTests {
  @Test("every score is a JSON number with at most two decimals that reads back as itself")
  func scores() throws {
    for hundredths in -10_000...10_000 {
      let score = ScoreText(hundredths: hundredths)
      #expect(score.json.text() == score.text)
      #expect(try JSONValue(parsing: score.text) == score.json)
      let fraction = score.text.split(separator: ".").dropFirst().first ?? ""
      #expect(fraction.count <= 2 && !fraction.hasSuffix("0"))
    }
  }

  @Test(
    "scores",
    arguments: [
      (0, "0", "0.00", "0"), (1234, "12.34", "12.34", "+12.34"), (1250, "12.5", "12.50", "+12.5"),
      (1200, "12", "12.00", "+12"),
      (-5, "-0.05", "-0.05", "-0.05"), (10_000, "100", "100.00", "+100"), (7, "0.07", "0.07", "+0.07"),
    ])
  func score(hundredths: Int, text: String, aligned: String, difference: String) {
    let score = ScoreText(hundredths: hundredths)
    #expect(score.text == text)
    #expect(score.aligned == aligned)
    #expect(score.difference == difference)
  }

  @Test(
    "thousands",
    arguments: [
      (0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000"), (-999, "-999"),
      (Int.min, "-9,223,372,036,854,775,808"),
    ])
  func grouped(number: Int, text: String) {
    #expect(number.grouped == text)
  }

  @Test("plurals", arguments: [(0, "0 events"), (1, "1 event"), (1234, "1,234 events"), (-1, "-1 events")])
  func counted(number: Int, text: String) {
    #expect(number.counted("event") == text)
    #expect(2.counted("reply", "replies") == "2 replies")
  }

  @Test(
    "sizes",
    arguments: [
      (0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1500, "1.5 kB"), (1049, "1 kB"), (1050, "1.1 kB"),
      (999_949, "999.9 kB"),
      (999_950, "1 MB"), (16_000_000, "16 MB"), (-2000, "-2 kB"), (Int.max, "9.2 EB"), (Int.min, "-9.2 EB"),
    ])
  func sizes(bytes: Int, text: String) {
    #expect(bytes.byteSize == text)
  }

  @Test(
    "durations",
    arguments: [
      (0, "0 ms"), (350, "350 ms"), (1000, "1 s"), (1290, "1.2 s"), (12_900, "12 s"), (60_000, "1 min"),
      (125_000, "2 min 5 s"),
      (3_600_000, "1 h"), (3_605_000, "1 h"), (11_040_000, "3 h 4 min"), (183_600_000, "2 d 3 h"), (-350, "-350 ms"),
      (Int64.min, "-106751991167 d 7 h"),
    ] as [(Int64, String)])
  func durations(milliseconds: Int64, text: String) {
    #expect(DurationText.text(milliseconds: milliseconds) == text)
  }
}
