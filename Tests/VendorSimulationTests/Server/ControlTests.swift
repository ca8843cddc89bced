import JSON
import Testing

@testable import VendorSimulation

struct ControlTests {
  private func post(_ vendors: Vendors, _ json: String) async -> Response {
    await vendors.simulator.answer(Request(method: "POST", target: "/_control", body: Array(json.utf8))).response
  }

  @Test("faults, quotas and the clock are changed while it runs")
  func changes() async {
    let vendors = Vendors()
    #expect(
      await post(vendors, #"{"faults":["empty@virustotal:times=1"],"quotas":{"virustotal-per-minute":2}}"#).status
        == 200)
    #expect(await vendors.virustotal("/domains/news.example").bytes.isEmpty)
    #expect(await vendors.virustotal("/domains/news.example").status == 200)
    #expect(await vendors.virustotal("/domains/news.example").status == 429)
    #expect(await post(vendors, #"{"advance_seconds":61}"#).status == 200)
    #expect(await vendors.virustotal("/domains/news.example").status == 200)
  }

  @Test(
    "a wrong change says what is wrong and changes nothing",
    arguments: [
      "", "[]", "{", #"{"fault":[]}"#, #"{"faults":"reset"}"#, #"{"faults":[1]}"#, #"{"faults":["x"]}"#,
      #"{"quotas":{"x":1}}"#, #"{"quotas":{"shodan-per-second":-1}}"#, #"{"latency_ms":1e99}"#,
      #"{"advance_seconds":-1}"#,
      #"{"faults":["reset"],"quotas":{"x":1}}"#,
    ])
  func wrong(json: String) async {
    let vendors = Vendors()
    let answer = await post(vendors, json)
    #expect(answer.status == 400 && answer.json["error"]?.string?.isEmpty == false)
    #expect(await vendors.simulator.faultRules.isEmpty)
  }

  @Test("no key is in the log, wherever it was sent", arguments: Vendor.allCases.filter { $0 != .internetdb })
  func redaction(vendor: Vendor) async {
    let vendors = Vendors()
    let key = APIKeys.standard(vendor, .full)
    for name in ["key", "Key", "x-apikey", "Authorization"] {
      _ = await vendors.get("/api/v3/domains/\(key)?key=\(key)&apikey=\(key)", [Field(name, key)])
      _ = await vendors.simulator.answer(
        Request(
          method: "POST", target: "/v3/ip", headers: [Field(name, key)], body: Array(#"{"ips":["\#(key)"]}"#.utf8)))
    }
    let log = await vendors.get("/_control/log")
    #expect(log.json["total"] == 8)
    #expect(!log.text.contains(key))
  }

  @Test("a valid key is not in the log where no key belongs either")
  func strayKey() async {
    let vendors = Vendors()
    let key = APIKeys.standard(.shodan, .full)
    _ = await vendors.virustotal("/users/\(key)/overall_quotas")
    #expect(await !vendors.get("/_control/log").text.contains(key))
  }

  @Test("the log shows what a vendor was told, filtered on request")
  func log() async {
    let vendors = Vendors()
    _ = await vendors.virustotal("/domains/news.example")
    _ = await vendors.shodan("/shodan/host/203.0.113.10")
    let log = await vendors.get("/_control/log?vendor=shodan&contains=203.0.113.10").json
    #expect(log["counts"] == ["shodan": 1, "virustotal": 1])
    #expect(log["requests"]?.array?.count == 1)
    #expect(log["requests"]?.array?.first?["path"] == "/shodan/shodan/host/203.0.113.10?key=REDACTED")
    #expect(log["requests"]?.array?.first?["key"] == "full")
  }

  @Test("the log stays bounded and the counts stay true")
  func bounded() async {
    let vendors = Vendors()
    for number in 0..<(RequestLog.capacity + 10) { _ = await vendors.get("/internetdb/203.0.113.\(number % 256)") }
    let log = await vendors.simulator.log
    #expect(log.entries.count <= RequestLog.capacity)
    #expect(log.counts["internetdb"] == RequestLog.capacity + 10)
    #expect(log.entries.last?.number == RequestLog.capacity + 10)
  }
}
