import Testing
import Time

@Suite("The order of day and month")
struct DateOrderTests {
  @Test(
    "a date in numbers settles the order where one of its numbers is no month, and with dots always",
    arguments: [
      ("25/11/2024", .dayFirst), ("11/25/2024", .monthFirst), ("11-25-24 10:00", .monthFirst),
      ("28.11.2024", .dayFirst),
      ("3.4.2026", .dayFirst), ("03/04/2026", nil), ("05/05/2026", nil), ("25/26/2024", nil), ("2024/11/25", nil),
      ("25/11", nil), ("soon", nil), ("", nil),
    ] as [(String, DateOrder?)])
  func settled(text: String, order: DateOrder?) {
    #expect(DateOrder(settledBy: text) == order)
  }

  @Test(
    "it is open where both could be a month",
    arguments: [
      ("03/04/2026", true), ("03-04-2026 10:00", true), ("3/4/26", true), ("3.4.26", false), ("03/03/2026", false),
      ("13/04/2026", false), ("2026/04/03", false), ("3/4", false), ("a/b/c", false), ("", false), ("0/1/2026", false),
    ])
  func open(text: String, isOpen: Bool) {
    #expect(DateOrder.isOpen(in: text) == isOpen)
  }

  @Test("a column's order reads what could be either, and refuses what is written otherwise")
  func order() {
    #expect(Timestamp(parsingAny: "03/04/2026") == nil)
    #expect(Timestamp(parsingAny: "03/04/2026", order: .dayFirst)?.rfc3339 == "2026-04-03T00:00:00Z")
    #expect(Timestamp(parsingAny: "03/04/2026 5:06 PM", order: .monthFirst)?.rfc3339 == "2026-03-04T17:06:00Z")
    #expect(Timestamp(parsingAny: "25/11/2024", order: .monthFirst) == nil)
    #expect(Timestamp(parsingAny: "05/05/2026")?.day == "2026-05-05")
  }

  @Test(
    "times are read as people and programs write them into tables",
    arguments: [
      ("28.11.2024", "2024-11-28T00:00:00Z"), ("28.11.2024 07:08", "2024-11-28T07:08:00Z"),
      ("2/13/17 3:46", "2017-02-13T03:46:00Z"), ("13/02/1999 12:00 am", "1999-02-13T00:00:00Z"),
      ("28 Nov 2024", "2024-11-28T00:00:00Z"), ("Nov 28, 2024", "2024-11-28T00:00:00Z"),
      ("November 28th, 2024 at 3:46 PM", "2024-11-28T15:46:00Z"), ("28-Nov-24", "2024-11-28T00:00:00Z"),
      ("Thursday, 28 November 2024 10:11:12 GMT", "2024-11-28T10:11:12Z"), ("2024-Nov-28", "2024-11-28T00:00:00Z"),
      ("28/Nov/2024:10:11:12 +0100", "2024-11-28T09:11:12Z"), ("Sept. 3, 2024", "2024-09-03T00:00:00Z"),
      ("2024-1-3", "2024-01-03T00:00:00Z"), ("2024.01.03 5:06", "2024-01-03T05:06:00Z"),
      ("2024-11-28 10:11:12.5 +0100 CET m=+0.000012", "2024-11-28T09:11:12.500Z"),
      ("2024-11-28 10:11:12.123456+00:00", "2024-11-28T10:11:12.123Z"),
      ("datetime.datetime(2024, 11, 28, 10, 11, 12, 345000)", "2024-11-28T10:11:12.345Z"),
      ("datetime.date(2024, 11, 28)", "2024-11-28T00:00:00Z"), ("20241128T101112Z", "2024-11-28T10:11:12Z"),
      ("2024-W48-4", "2024-11-28T00:00:00Z"),
      ("2026-W01", "2025-12-29T00:00:00Z"), ("2024-11-28 05:00 EST", "2024-11-28T10:00:00Z"),
    ])
  func loose(text: String, moment: String) {
    #expect(Timestamp(parsingAny: text)?.rfc3339 == moment)
  }

  @Test(
    "what is no time is none, however near it comes",
    arguments: [
      "31 Feb 2024", "2024-13-01", "28 Nov", "Nov 2024", "28.11", "1.2.3", "25/26/2024", "2024-W54", "13:00 PM",
      "2024-11-28 25:00", "2024-11-28 10:11 XYZ", "datetime.datetime(2024)", "May", "3 May be", "12/13/", "W48",
    ])
  func noTime(text: String) {
    #expect(Timestamp(parsingAny: text) == nil)
  }

  @Test("a count since 1970 may be in microseconds")
  func microseconds() {
    #expect(Timestamp(parsingOrCounting: "1732788672123456")?.rfc3339 == "2024-11-28T10:11:12.123Z")
  }
}
