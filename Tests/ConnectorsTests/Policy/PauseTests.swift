import Connectors
import Indicators
import Testing
import Time

@Suite("Pauses")
struct PauseTests {
  private func pause(_ status: Int, _ headers: [(String, String)]) throws -> Timestamp? {
    let connector = try #require(ConnectorCatalog.connector(named: "abuseipdb"))
    let address = Indicator(.ipv4, canonical: "203.0.113.7")
    return connector.answer(from: HTTPResponse(status, "{}", headers), about: address, receivedAt: noon).pause?.until
  }

  @Test(
    "Retry-After counts as seconds or as a date, within a second and 31 days; nonsense counts as a minute",
    arguments: [
      ("29241", 29_241), ("0", 1), (" 90 ", 90), ("Thu, 20 Aug 2026 12:02:00 GMT", 120),
      ("Thu, 20 Aug 2026 11:00:00 GMT", 1), ("99999999999999999999999999", 31 * 86_400), ("-5", 60), ("soon", 60),
      ("", 60), ("1.5", 60),
    ])
  func retryAfter(_ value: String, _ seconds: Int64) throws {
    #expect(try pause(429, [("retry-after", value)]) == noon.after(seconds: seconds))
  }

  @Test("X-RateLimit-Reset counts where there is no Retry-After, as a moment or as seconds")
  func reset() throws {
    let later = String(noon.seconds + 500)
    #expect(try pause(429, [("X-RateLimit-Reset", later)]) == noon.after(seconds: 500))
    #expect(try pause(429, [("X-RateLimit-Reset", "45")]) == noon.after(seconds: 45))
    #expect(try pause(429, [("X-RateLimit-Reset", later), ("Retry-After", "7")]) == noon.after(seconds: 7))
    #expect(try pause(429, []) == noon.after(seconds: 60))
  }
}
