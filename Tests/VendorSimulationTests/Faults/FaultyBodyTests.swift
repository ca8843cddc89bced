import JSON
import Testing

@testable import VendorSimulation

struct FaultyBodyTests {
  private func answer(_ fault: Fault) async -> Response {
    let vendors = Vendors { $0.faults = [FaultRule(fault)] }
    return await vendors.virustotal("/ip_addresses/203.0.113.10")
  }

  @Test("duplicate keys are there twice with other values")
  func duplicateKeys() async {
    let stats = await answer(.duplicateKeys).json[path: "data", "attributes", "last_analysis_stats"]
    let values = stats?.object?.members.filter { $0.name == "malicious" }.map(\.value)
    #expect(values == [16, 0])
  }

  @Test("unknown fields change nothing else")
  func unknownFields() async {
    let json = await answer(.unknownFields).json
    #expect(json[path: "data", "attributes", "last_analysis_stats", "malicious"] == 16)
    #expect(json[path: "data", "a_new_member", "nested"] != nil)
  }

  @Test("numbers as strings")
  func numbersAsStrings() async {
    #expect(await answer(.numbersAsStrings).json[path: "data", "attributes", "asn"] == "64496")
  }

  @Test("wrong types keep the envelope and nothing in it")
  func wrongTypes() async {
    let json = await answer(.wrongTypes).json
    #expect(json[path: "data", "attributes"] == [])
    #expect(json[path: "data", "id"] == 7)
  }

  @Test("a wrong subject is one at every vendor")
  func wrongSubject() async {
    let vendors = Vendors { $0.faults = [FaultRule(.wrongSubject)] }
    #expect(await vendors.virustotal("/ip_addresses/203.0.113.10").json[path: "data", "id"] == "192.0.2.1")
    #expect(await vendors.virustotal("/domains/news.example").json[path: "data", "id"] == "other.example")
    #expect(await vendors.shodan("/shodan/host/203.0.113.10").json["ip_str"] == "192.0.2.1")
    #expect(await vendors.get("/internetdb/203.0.113.10").json["ip"] == "192.0.2.1")
    #expect(await vendors.abuseipdb("/check?ipAddress=203.0.113.10").json[path: "data", "ipAddress"] == "192.0.2.1")
    #expect(await vendors.greynoise("/v3/ip/203.0.113.10").json["ip"] == "192.0.2.1")
  }

  @Test("cut JSON, deep JSON and broken UTF-8 are no JSON", arguments: [Fault.cutJSON, .deep])
  func noJSON(fault: Fault) async {
    let body = await answer(fault).bytes
    #expect(body.count > 100)
    #expect(throws: JSONError.self) { try JSONValue(parsing: body) }
  }

  @Test("broken UTF-8 is broken")
  func invalidUTF8() async {
    #expect(String(validating: await answer(.invalidUTF8).bytes, as: UTF8.self) == nil)
  }

  @Test("a page says 200 and JSON, and is neither")
  func html200() async {
    let answer = await answer(.html200)
    #expect(answer.status == 200 && answer.header("Content-Type") == "application/json")
    #expect(answer.text.hasPrefix("<html>"))
  }

  @Test("each vendor has its own words for 429 and for out of order", arguments: [Fault.rateLimited, .unavailable])
  func own(fault: Fault) async {
    let vendors = Vendors { $0.faults = [FaultRule(fault)] }
    let statuses = [
      await vendors.virustotal("/domains/news.example"), await vendors.shodan("/api-info"),
      await vendors.get("/internetdb/203.0.113.10"), await vendors.abuseipdb("/check?ipAddress=203.0.113.10"),
      await vendors.greynoise("/ping"),
    ].map(\.status)
    #expect(statuses == (fault == .rateLimited ? [429, 429, 429, 429, 429] : [503, 502, 503, 503, 500]))
  }
}
