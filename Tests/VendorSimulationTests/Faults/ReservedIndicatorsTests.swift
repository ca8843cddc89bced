import JSON
import Testing

@testable import VendorSimulation

struct ReservedIndicatorsTests {
  @Test("every fault has its own indicators", arguments: Fault.allCases)
  func own(fault: Fault) {
    let url = Base64URL.encode(Array(ReservedIndicators.url(fault).utf8))
    let targets =
      [
        "/api/v3/domains/\(ReservedIndicators.domain(fault))", "/api/v3/urls/\(url)",
        "/1.2.3.4?ipAddress=\(ReservedIndicators.address(fault))", "/\(ReservedIndicators.address6(fault))",
      ] + [32, 40, 64].map { "/api/v3/files/\(ReservedIndicators.hash(fault, digits: $0))" }
    for target in targets {
      #expect(ReservedIndicators.fault(in: Request(method: "GET", target: target)) == fault, "\(target)")
    }
  }

  @Test("no indicator of the story is reserved")
  func story() {
    for (value, _) in World.story { #expect(ReservedIndicators.fault(of: value) == nil) }
  }

  @Test("a lookup of a reserved indicator goes wrong in its way")
  func lookup() async {
    let vendors = Vendors()
    #expect(await vendors.virustotal("/domains/fault-html-502.example").status == 502)
    #expect(
      await vendors.virustotal("/domains/fault-rate-limited.example").json["error"]?["code"]?.string
        == "QuotaExceededError")
    #expect(
      await vendors.abuseipdb("/check?ipAddress=\(ReservedIndicators.address(.rateLimited))").header("Retry-After")
        != nil)
    #expect(await vendors.greynoise("/v3/ip/\(ReservedIndicators.address(.empty))").bytes.isEmpty)
  }
}
