import Connectors
import Indicators
import Testing
import Time

/// How long a refusal lasts, by all that vendors write into headers and bodies; 2026-08-20 is a Thursday.
@Suite("Refusals")
struct RefusalTests {
  private func until(_ headers: [(String, String)] = [], _ body: String = "{}") throws -> String? {
    let connector = try #require(ConnectorCatalog.connector(named: "virustotal"))
    let address = Indicator(.ipv4, canonical: "203.0.113.7")
    let answer = connector.answer(from: HTTPResponse(429, body, headers), about: address, receivedAt: noon)
    return answer.pause?.until.rfc3339
  }

  private static let minute = "2026-08-20T12:01:00Z"
  private static let hour = "2026-08-20T13:00:00Z"
  private static let day = "2026-08-21T00:00:00Z"
  private static let week = "2026-08-24T00:00:00Z"
  private static let month = "2026-09-01T00:00:00Z"

  @Test(
    "a limit that the message names lasts until its window ends",
    arguments: [
      ("Daily limit of 1000 requests exceeded", day), ("You have reached your daily quota.", day),
      ("Your limit of 100 lookups per day is used up", day), ("100 requests/day exceeded", day),
      ("limit: 100 requests per 24 hours", day), ("Too many queries today", day), ("rate limit: 500 a day", day),
      ("weekly limit reached", week), ("50 searches each week", week), ("50-lookups/week", week),
      ("You used all your requests for this week", week), ("quota (weekly) exceeded", week), ("50 per 7 days", week),
      ("Monthly allowance exhausted", month), ("You have exceeded your requests per month", month),
      ("quota exceeded: 1000 calls in the current month", month), ("1000 requests / 30 days", month),
      ("hourly rate limit", hour), ("600 requests per hour", hour), ("60 requests/minute", minute),
      ("more than 4 req/min", minute), ("limit of 1 request per second", "2026-08-20T12:00:01Z"),
      ("Rate limit reached (1/ second)", "2026-08-20T12:00:01Z"),
      ("100 requests per 15 minutes", "2026-08-20T12:15:00Z"),
      ("Yearly quota exceeded", "2026-09-01T00:00:00Z"),
    ])
  func named(_ message: String, _ end: String) throws {
    for body in ["{\"message\":\"\(message)\"}", "{\"error\":{\"code\":\"X\",\"message\":\"\(message)\"}}", message] {
      #expect(try until([], body) == end, "\(body)")
    }
  }

  @Test(
    "prices, ages and the like name no limit",
    arguments: [
      "Upgrade for $10/month", "Plans begin at 9 USD per month", "Too many requests", "Slow down!", "Quota exceeded",
      "Data of the last 30 days is free", "",
    ])
  func unnamed(_ message: String) throws {
    #expect(try until([], "{\"message\":\"\(message)\"}") == Self.minute)
    #expect(try until([], message) == Self.minute)
    #expect(try until([], "<html>\(message): 1000 requests per day</html>") == Self.minute)
  }

  @Test(
    "how long to wait, where the message says so, is waited",
    arguments: [
      ("Please wait a second before trying again", "2026-08-20T12:00:01Z"),
      ("Try again in 90 seconds", "2026-08-20T12:01:30Z"),
      ("retry after 5 minutes", "2026-08-20T12:05:00Z"), ("You are blocked for 2 hours", "2026-08-20T14:00:00Z"),
      ("Try again tomorrow", day), ("resets in 3 days", "2026-08-23T12:00:00Z"),
      ("1000 requests per day are used up, try again in 30 minutes", "2026-08-20T12:30:00Z"),
    ])
  func waits(_ message: String, _ end: String) throws {
    #expect(try until([], "{\"detail\":\"\(message)\"}") == end)
  }

  @Test(
    "members beside the message count too, unless they list every limit of the plan",
    arguments: [
      (#""rate-limit":"50-lookups/week""#, week), (#""limit_type":"monthly""#, month),
      (#""quota":{"period":"day"}"#, day),
      (#""window":"24h""#, day), (#""daily_limit":1000"#, day), (#""retry_after":90"#, "2026-08-20T12:01:30Z"),
      (#""reset_at":"2026-08-20T18:00:00Z""#, "2026-08-20T18:00:00Z"),
      (#""error":{"retryAfter":"45"}"#, "2026-08-20T12:00:45Z"),
      (#""reset":1787230800"#, "2026-08-20T13:00:00Z"), (#""reset":1787230800000"#, "2026-08-20T13:00:00Z"),
      (#""daily_limit":1000,"monthly_limit":30000"#, minute), (#""retry_after":0"#, minute),
      (#""retry_after":-5"#, minute), (#""retry_after":"soon""#, minute), (#""plan":"community""#, minute),
    ])
  func members(_ members: String, _ end: String) throws {
    #expect(try until([], "{\"title\":\"Too many requests\",\(members)}") == end)
  }

  @Test(
    "headers name windows, what is left and when it comes back, in all their spellings",
    arguments: [
      ([("X-RateLimit-Limit", "50/week")], week), ([("X-Rate-Limit", "50-lookups/week")], week),
      ([("X-RateLimit-Period", "daily")], day), ([("X-Quota-Reset", "3600")], hour),
      ([("X-RateLimit-Remaining-Day", "0"), ("X-RateLimit-Remaining-Minute", "3")], day),
      ([("X-RateLimit-Limit-Month", "9"), ("X-RateLimit-Remaining-Month", "0"), ("RateLimit-Reset", "60")], month),
      ([("RateLimit", "limit=100, remaining=0, reset=600")], "2026-08-20T12:10:00Z"),
      ([("RateLimit", "\"minute\";r=3;t=20, \"daily\";r=0;t=7200")], "2026-08-20T14:00:00Z"),
      ([("RateLimit-Policy", "\"hour\";q=1000;w=3600")], hour), ([("RateLimit-Policy", "50;w=604800")], week),
      ([("X-RateLimit-Reset", "1787230800")], hour), ([("X-RateLimit-Reset", "1787230800000")], hour),
      ([("X-RateLimit-Reset", "Thu, 20 Aug 2026 13:00:00 GMT")], hour),
      ([("x-ratelimit-reset", "30s")], "2026-08-20T12:00:30Z"),
      ([("X-RateLimit-Reset", "0")], minute), ([("X-RateLimit-Reset", "yesterday")], minute),
      ([("X-RateLimit-Reset", "99999999999999999999999")], "2026-09-20T12:00:00Z"),
      ([("X-Frame-Options", "DENY")], minute),
    ] as [([(String, String)], String)])
  func headers(_ headers: [(String, String)], _ end: String) throws {
    #expect(try until(headers) == end)
  }

  @Test("Retry-After is the plainest word; 0, the past and nonsense leave it to the limit that is named")
  func precedence() throws {
    let weekly = "{\"message\":\"weekly limit reached\"}"
    #expect(try until([("Retry-After", "120"), ("X-RateLimit-Reset", "9")], weekly) == "2026-08-20T12:02:00Z")
    for nothing in ["0", "1", "Thu, 20 Aug 2026 11:00:00 GMT", "soon", "-5", "1.5", ""] {
      #expect(try until([("Retry-After", nothing)], weekly) == Self.week, "\(nothing)")
    }
    #expect(try until([("X-RateLimit-Reset", "30")], weekly) == Self.week)
    #expect(try until([("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "30")], weekly) == "2026-08-20T12:00:30Z")
    #expect(try until([("Retry-After", "999999999")], weekly) == "2026-09-20T12:00:00Z")
  }

  @Test("the ends of windows are those of UTC, over the ends of months and years, and before 1970")
  func calendar() throws {
    let connector = try #require(ConnectorCatalog.connector(named: "virustotal"))
    let address = Indicator(.ipv4, canonical: "203.0.113.7")
    for (now, word, end) in [
      ("2026-08-23T23:59:59Z", "weekly", "2026-08-24T00:00:00Z"),
      ("2026-08-24T00:00:00Z", "weekly", "2026-08-31T00:00:00Z"),
      ("2026-12-31T23:00:00Z", "monthly", "2027-01-01T00:00:00Z"),
      ("2028-02-29T12:00:00Z", "monthly", "2028-03-01T00:00:00Z"),
      ("2026-12-31T23:59:30Z", "hourly", "2027-01-01T00:00:00Z"),
      ("1969-12-31T12:00:00Z", "weekly", "1970-01-05T00:00:00Z"),
    ] {
      let response = HTTPResponse(429, "{\"message\":\"\(word) limit reached\"}")
      let moment = try #require(Timestamp(parsing: now))
      #expect(connector.answer(from: response, about: address, receivedAt: moment).pause?.until.rfc3339 == end)
    }
  }
}
