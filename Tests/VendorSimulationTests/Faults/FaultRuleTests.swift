import Testing

@testable import VendorSimulation

struct FaultRuleTests {
  @Test(
    "a rule is read as it is written",
    arguments: [
      "reset", "stall@virustotal", "html-502@shodan:every=3", "slow@abuseipdb:every=2:after=5:times=1:path=/check",
      "empty:path=/v3/ip/a:b",
    ])
  func roundTrip(text: String) throws {
    #expect(try FaultRule(parsing: text).text == text)
  }

  @Test(
    "a wrong rule says what is wrong",
    arguments: [
      ("", FaultRuleError.unknownFault("")), ("nonsense", .unknownFault("nonsense")),
      ("reset@nobody", .unknownVendor("nobody")),
      ("reset:every=0", .badOption("every=0")), ("reset:times", .badOption("times")), ("reset:x=1", .badOption("x=1")),
      ("reset:after=-1", .badOption("after=-1")),
      ("reset:every=99999999999999999999", .badOption("every=99999999999999999999")),
    ])
  func wrong(text: String, error: FaultRuleError) {
    #expect(throws: error) { try FaultRule(parsing: text) }
  }

  @Test("it strikes each third, from the second on, twice")
  func counting() {
    var rule = FaultRule(.reset, every: 3, after: 1, times: 2)
    var struck: [Bool] = []
    for _ in 1...12 { struck.append(rule.strikes(.shodan, path: "/")) }
    #expect(struck.enumerated().filter(\.element).map { $0.offset + 1 } == [4, 7])
  }

  @Test("it leaves other vendors and paths alone, and does not count them")
  func matching() {
    var rule = FaultRule(.reset, vendor: .shodan, path: "/host/", times: 1)
    var struck: [Bool] = []
    for (vendor, path) in [
      (Vendor.greynoise, "/host/x"), (.shodan, "/api-info"), (.shodan, "/host/x"), (.shodan, "/host/x"),
    ] {
      struck.append(rule.strikes(vendor, path: path))
    }
    #expect(struck == [false, false, true, false])
  }
}
