import JSON
import Testing

@testable import VendorSimulation

struct GreyNoiseTests {
  @Test("the free plan is 206, with what is missing named and really missing")
  func partial() async {
    let answer = await Vendors().greynoise("/v3/ip/203.0.113.10", key: .free)
    #expect(answer.status == 206)
    #expect(answer.json[path: "request_metadata", "restricted_fields"]?.array?.isEmpty == false)
    #expect(answer.json[path: "business_service_intelligence", "found"] == .null)
    #expect(answer.json[path: "internet_scanner_intelligence", "first_seen"] == "")
    #expect(answer.json[path: "internet_scanner_intelligence", "classification"] == "malicious")
  }

  @Test(
    "errors",
    arguments: [
      ("/v3/ip/192.0.2.199", 404), ("/v3/ip/10.0.0.1", 400), ("/v3/ip/2001:db8::1", 400),
      ("/v3/ip/203.0.113.10?quick=maybe", 400),
      ("/v2/noise/quick/203.0.113.10", 410), ("/v3/nonsense", 404),
    ])
  func errors(path: String, status: Int) async {
    let answer = await Vendors().greynoise(path)
    #expect(answer.status == status)
    #expect(answer.json["message"]?.string != nil && answer.json["ip"] == nil)
  }

  @Test("a key is needed, but not for the community")
  func keys() async {
    let vendors = Vendors()
    #expect(await vendors.greynoise("/v3/ip/203.0.113.10", key: nil).status == 401)
    #expect(await vendors.greynoise("/ping", key: nil).status == 401)
    #expect(await vendors.greynoise("/v3/community/203.0.113.10", key: nil).status == 200)
    #expect(await vendors.get("/v3/community/203.0.113.10", [Field("key", "x")]).status == 401)
  }

  @Test("community: not found is 404 with a useful body")
  func community() async {
    let answer = await Vendors().greynoise("/v3/community/192.0.2.199")
    #expect(answer.status == 404)
    #expect(answer.json["noise"] == false && answer.json["riot"] == false && answer.json["ip"] == "192.0.2.199")
  }

  @Test("many at once: found, and listed where not", arguments: [true, false])
  func multi(isQuick: Bool) async throws {
    let vendors = Vendors()
    func post(_ body: String) async -> Response {
      await vendors.simulator.answer(
        Request(
          method: "POST", target: "/v3/ip?quick=\(isQuick)",
          headers: [Field("key", APIKeys.standard(.greynoise, .full))],
          body: Array(body.utf8))
      ).response
    }
    let answer = await post(#"{"ips":["203.0.113.10","192.0.2.199","198.51.100.53"]}"#).json
    #expect(answer["data"]?.array?.compactMap { $0["ip"]?.string } == ["203.0.113.10", "198.51.100.53"])
    #expect(answer[path: "request_metadata", "ips_not_found"] == ["192.0.2.199"])
    for body in ["", "{}", #"{"ips":[]}"#, #"{"ips":"x"}"#, #"{"ips":["x"]}"#, #"{"ips":[1]}"#] {
      #expect(await post(body).status == 400, "\(body)")
    }
  }

  @Test("quick and full agree")
  func agreement() async {
    let vendors = Vendors()
    for number in 1...80 {
      let full = await vendors.greynoise("/v3/ip/45.6.7.\(number)")
      let quick = await vendors.greynoise("/v3/ip/45.6.7.\(number)?quick=true")
      #expect(full.status == quick.status)
      for path in ["internet_scanner_intelligence", "business_service_intelligence"] {
        for name in ["found", "classification", "trust_level"] {
          #expect(full.json[path]?[name] == quick.json[path]?[name])
        }
      }
    }
  }

  @Test("quotas: v3 and the community's two, each in its own words")
  func quotas() async {
    let vendors = Vendors {
      $0.quotas.greynoisePerDay.limit = 1
      $0.quotas.greynoiseCommunityPerDay.limit = 1
      $0.quotas.greynoiseAnonymousPerDay.limit = 0
    }
    #expect(await vendors.greynoise("/v3/ip/203.0.113.10").status == 200)
    #expect(
      await vendors.greynoise("/v3/ip/203.0.113.10").json["message"] == "You've hit the rate limit for this endpoint.")
    #expect(await vendors.greynoise("/v3/community/203.0.113.10").status == 200)
    #expect(await vendors.greynoise("/v3/community/203.0.113.10").json["plan"] == "community")
    #expect(await vendors.greynoise("/v3/community/203.0.113.10", key: nil).json["plan"] == "unauthenticated")
  }
}
