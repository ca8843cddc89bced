import Output
import Testing
import Time

@Suite("Relative time")
struct RelativeTimeTests {
  private let now = Timestamp(parsing: "2026-11-24T12:00:00Z")!

  @Test(
    "one unit, rounded down",
    arguments: [
      (0, "just now"), (-59_999, "just now"), (59_999, "just now"), (-60_000, "1 minute ago"),
      (-119_000, "1 minute ago"),
      (7_200_000, "in 2 hours"), (-86_399_999, "23 hours ago"), (-3 * 86_400_000, "3 days ago"),
      (-30 * 86_400_000, "30 days ago"),
      (-31 * 86_400_000, "1 month ago"), (400 * 86_400_000, "in 1 year"),
      (-20_000 * 365 * 86_400_000, "19,986 years ago"),
    ] as [(Int64, String)])
  func units(offset: Int64, text: String) {
    #expect(RelativeTime.text(Timestamp(milliseconds: now.milliseconds + offset), now: now) == text)
  }

  @Test("times at the ends of all time do not trap")
  func extremes() {
    #expect(RelativeTime.text(Timestamp(milliseconds: .min), now: now).hasSuffix("years ago"))
    #expect(RelativeTime.text(Timestamp(milliseconds: .max), now: Timestamp(milliseconds: .min)).hasPrefix("in "))
  }

  @Test("relative on a terminal, RFC 3339 elsewhere")
  func terminal() {
    let moment = Timestamp(parsing: "2026-11-21T12:00:00Z")!
    #expect(Terminal.color.text(moment, now: now) == "3 days ago")
    #expect(Terminal.pipe.text(moment, now: now) == "2026-11-21T12:00:00Z")
  }
}
