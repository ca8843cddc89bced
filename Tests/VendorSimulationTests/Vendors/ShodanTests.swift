import JSON
import Testing

@testable import VendorSimulation

struct ShodanTests {
  @Test("a wrong or missing key meets nginx's page")
  func keys() async {
    let vendors = Vendors()
    for target in ["/shodan/host/203.0.113.10", "/api-info?key=wrong"] {
      let answer = await vendors.get(target, [Field("x-apikey", APIKeys.standard(.shodan, .full))])
      #expect(answer.status == 401 && answer.text.hasPrefix("<html>"))
    }
  }

  @Test("vulns are a list of the host and an object of a banner; minify leaves banners out")
  func host() async throws {
    let vendors = Vendors()
    let host = await vendors.shodan("/shodan/host/198.51.100.23").json
    #expect(host["vulns"] == ["CVE-2018-15473", "CVE-2019-0708"])
    #expect(host["data"]?.array?.first?["vulns"]?.object?.members.map(\.name) == ["CVE-2018-15473", "CVE-2019-0708"])
    #expect(host["data"]?.array?.count == 3)
    #expect(host["last_update"]?.string?.contains("Z") == false)
    let brief = await vendors.shodan("/shodan/host/198.51.100.23?minify=true").json
    #expect(brief["data"] == nil && brief["ports"] == [21, 22, 80])
    #expect(await vendors.shodan("/shodan/host/203.0.113.11").json["vulns"] == nil)
  }

  @Test("on the free plan 404 is nothing there and 403 not for you")
  func freePlan() async {
    let vendors = Vendors()
    var statuses = Set<Int>()
    for number in 1...60 {
      let path = "/shodan/host/45.6.7.\(number)"
      let (full, free) = (await vendors.shodan(path).status, await vendors.shodan(path, key: .free).status)
      #expect(full == 404 ? free == 404 : free == 200 || free == 403)
      statuses.insert(free)
    }
    #expect(statuses == [200, 403, 404])
    #expect(await vendors.shodan("/api-info", key: .free).json["plan"] == "oss")
  }

  @Test("one request a second")
  func rate() async {
    let vendors = Vendors { $0.quotas.shodanPerSecond.limit = 1 }
    #expect(await vendors.shodan("/api-info").status == 200)
    #expect(await vendors.shodan("/api-info").status == 429)
    vendors.clock.advance(seconds: 1)
    #expect(await vendors.shodan("/api-info").status == 200)
  }

  @Test("InternetDB tells the same ports, vulnerabilities and tags, without a key")
  func internetdb() async {
    let vendors = Vendors()
    let host = await vendors.shodan("/shodan/host/203.0.113.10").json
    let brief = await vendors.get("/internetdb/203.0.113.10").json
    for name in ["ports", "vulns", "tags", "hostnames"] { #expect(brief[name] == host[name]) }
    #expect(brief.object?.members.map(\.name) == ["cpes", "hostnames", "ip", "ports", "tags", "vulns"])
    #expect(await vendors.get("/internetdb/10.0.0.1").json == ["detail": "No information available"])
    #expect(await vendors.get("/internetdb/1.2.3").status == 422)
  }
}
