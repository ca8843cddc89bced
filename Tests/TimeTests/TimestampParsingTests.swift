import TestSupport
import Testing
import Time

@Suite("Reading a written time")
struct TimestampParsingTests {
  @Test(
    "understands the forms that feeds use",
    arguments: [
      ("2026-08-22T03:00:29+02:00", "2026-08-22T01:00:29Z"),
      ("2026-08-22t03:00:29z", "2026-08-22T03:00:29Z"),
      ("2026-08-22T03:00:29.123456789Z", "2026-08-22T03:00:29.123Z"),
      ("2026-08-22T03:00:29.5-0330", "2026-08-22T06:30:29.500Z"),
      ("2026-08-22T03:00:29,25Z", "2026-08-22T03:00:29.250Z"),
      ("2026-08-22T03:00", "2026-08-22T03:00:00Z"),
      ("2026-08-22 03:00:29", "2026-08-22T03:00:29Z"),
      ("2019-01-19 01:33:26 UTC", "2019-01-19T01:33:26Z"),
      ("2019-01-19 01:33:26 +01", "2019-01-19T00:33:26Z"),
      ("2026/08/22", "2026-08-22T00:00:00Z"),
      ("  2026-08-22  ", "2026-08-22T00:00:00Z"),
      ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
      ("2020-11-30T00:00:00.000000+00:00", "2020-11-30T00:00:00Z"),
      ("Sat, 22 Aug 2026 03:00:29 +0200", "2026-08-22T01:00:29Z"),
      ("Sat, 22 Aug 2026 03:00:29 GMT", "2026-08-22T03:00:29Z"),
      ("1 jan 2026 00:00", "2026-01-01T00:00:00Z"),
      ("Sat Aug 22 03:00:29 UTC 2026", "2026-08-22T03:00:29Z"),
      ("Sat Aug  2 03:00:29 2026", "2026-08-02T03:00:29Z"),
    ])
  func forms(text: String, meaning: String) {
    #expect(Timestamp(parsing: text)?.rfc3339 == meaning)
  }

  @Test(
    "refuses what is no time",
    arguments: [
      "", " ", "now", "2026", "2026-08", "2026-8-22", "2026-02-30", "2025-02-29", "1900-02-29", "2026-13-01",
      "2026-00-10",
      "0000-01-01", "2026-08/22", "2026-08-22T", "2026-08-22T24:00:00Z", "2026-08-22T03:60Z", "2026-08-22T03:00:61Z",
      "2026-08-22T03:00:29.", "2026-08-22T03:00:29.Z", "2026-08-22T03:00:29+", "2026-08-22T03:00:29+02:",
      "2026-08-22T03:00:29+24:00", "2026-08-22T03:00:29+02:60", "2026-08-22T03:00:29 CEST", "2026-08-22T03:00:29Zulu",
      "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "Sat, 31 Feb 2026 03:00:29 +0200", "32 Jan 2026 00:00",
      "Sat, 22 Foo 2026 03:00:29", "Aug 22 03:00:29 2026", "２０２６-08-22", "2026-08-22\n", "-2026-08-22",
      "2026-08-22                                                            and more",
      "2026-08-22T03:00:29.0000000000000000000000000000000000000000000000000000000000000000001Z",
    ])
  func refusals(text: String) {
    #expect(Timestamp(parsing: text) == nil)
  }

  @Test(
    "takes counts since 1970 where a caller allows them",
    arguments: [
      ("1606775380", "2020-11-30T22:29:40Z"),
      ("1606775380.5", "2020-11-30T22:29:40.500Z"),
      ("1606775380.1239", "2020-11-30T22:29:40.123Z"),
      ("1606775380123", "2020-11-30T22:29:40.123Z"),
      ("999999999", "2001-09-09T01:46:39Z"),
      ("2020-11-30", "2020-11-30T00:00:00Z"),
      ("20260822", "2026-08-22T00:00:00Z"),
      ("19700101", "1970-01-01T00:00:00Z"),
    ])
  func counts(text: String, meaning: String) {
    #expect(Timestamp(parsingOrCounting: text)?.rfc3339 == meaning)
  }

  @Test(
    "takes no other number for a count",
    arguments: [
      "0", "12", "20261322", "20260230", "19691231", "12345678", "20260822030029", "16067753801", "-1606775380",
      "1606775380.", ".5", "1606775380.5e3",
      "1e9", "0x5fc57214", "99999999999999999999", "1606775380 ", "16067753.80",
    ])
  func notCounts(text: String) {
    #expect(Timestamp(parsingOrCounting: text) == nil)
  }

  @Test("never stops on bytes from a stranger")
  func fuzz() {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    let alphabet = Array("0123456789-/:TtZz+,. SatAugUTCGMT\u{e9}\u{0}")
    for _ in 0..<20_000 {
      let text = String(
        (0..<Int.random(in: 0...70, using: &random)).map { _ in alphabet.randomElement(using: &random)! })
      if let time = Timestamp(parsing: text) {
        #expect(Timestamp(parsing: time.rfc3339) == time, "seed \(seed), \(text)")
      }
      _ = Timestamp(parsingOrCounting: text)
    }
  }
}
