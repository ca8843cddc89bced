import TestSupport
import Testing
import Time

@Suite("A moment in time")
struct TimestampTests {
  @Test(
    "is written as RFC 3339 in UTC",
    arguments: [
      (0, "1970-01-01T00:00:00Z"),
      (-1, "1969-12-31T23:59:59.999Z"),
      (1_787_360_429_000, "2026-08-22T01:00:29Z"),
      (951_782_400_000, "2000-02-29T00:00:00Z"),
      (-62_135_596_800_000, "0001-01-01T00:00:00Z"),
      (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
      (1_005, "1970-01-01T00:00:01.005Z"),
    ] as [(Int64, String)])
  func writing(milliseconds: Int64, text: String) {
    #expect(Timestamp(milliseconds: milliseconds).rfc3339 == text)
    #expect(Timestamp(parsing: text)?.milliseconds == milliseconds)
  }

  @Test("outside the years 1 to 9999 still has a text, in the signed form, and no operation traps")
  func extremes() {
    #expect(Timestamp(milliseconds: 253_402_300_800_000).rfc3339 == "+010000-01-01T00:00:00Z")
    #expect(Timestamp(milliseconds: -62_135_596_800_001).rfc3339 == "+000000-12-31T23:59:59.999Z")
    for milliseconds in [Int64.min, Int64.min + 1, Int64.max, Int64.max - 1] {
      let time = Timestamp(milliseconds: milliseconds)
      #expect(!time.rfc3339.isEmpty && !time.day.isEmpty)
      _ = time.midnight
      _ = time.seconds
    }
  }

  @Test("knows its day, its midnight and its whole second, also before 1970")
  func parts() {
    let time = Timestamp(milliseconds: -1)
    #expect(time.day == "1969-12-31")
    #expect(time.midnight.rfc3339 == "1969-12-31T00:00:00Z")
    #expect(time.seconds == -1)
    #expect(Timestamp(milliseconds: 86_400_000).midnight.milliseconds == 86_400_000)
    #expect(Timestamp(milliseconds: 999).seconds == 0)
  }

  @Test("of whole seconds must lie in the years 1 to 9999")
  func seconds() {
    #expect(Timestamp(seconds: 253_402_300_799)?.rfc3339 == "9999-12-31T23:59:59Z")
    #expect(Timestamp(seconds: 253_402_300_800) == nil)
    #expect(Timestamp(seconds: -62_135_596_801) == nil)
    #expect(Timestamp(seconds: .max) == nil)
    #expect(Timestamp(seconds: .min) == nil)
  }

  @Test("orders by time")
  func order() {
    #expect(Timestamp(milliseconds: -5) < Timestamp(milliseconds: 3))
    #expect(Timestamp(milliseconds: 3) <= Timestamp(milliseconds: 3))
  }

  @Test("goes through its text and back, whatever it is")
  func roundTrip() {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let time = Timestamp(milliseconds: Int64.random(in: -62_135_596_800_000...253_402_300_799_999, using: &random))
      #expect(Timestamp(parsing: time.rfc3339) == time, "seed \(seed)")
      #expect(Timestamp(parsing: time.day) == time.midnight, "seed \(seed)")
    }
  }
}
