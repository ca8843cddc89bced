import Connectors
import EventLog
import Indicators
import Ledger
import Testing
import Time
import VendorSimulation
import Views

@Suite("connectors list and check")
struct ConnectorListTests {
  @Test("the list says how each connector is set up and what it has used, and never shows a key")
  func list() async throws {
    try await EnrichmentScene.with(.virustotal) { scene in
      try scene.ingest(["203.0.113.10", ReservedIndicators.address(.html502)])
      _ = try await scene.enrich()
      scene.clock.advance(seconds: 61)
      await scene.server.simulator.setFaults([FaultRule(.rateLimited)])
      try scene.ingest(["203.0.113.11"])
      _ = try await scene.enrich()

      let list = try scene.ledger(.readOnly).connectorList()

      #expect(list.map(\.name) == ConnectorCatalog.all.map(\.name))
      let virustotal = try #require(list.first)
      #expect(virustotal.state == .on && virustotal.hasKey && virustotal.baseURL.hasSuffix("/virustotal/api/v3"))
      #expect(virustotal.maximumTLP == .amber && virustotal.quota.limits.perMinute == 4)
      // One that is found, three of one that fails, and one that is refused.
      #expect(virustotal.quota.usedToday == 5 && virustotal.quota.usedInMinute == 1)
      #expect(virustotal.health?.found == 1 && virustotal.health?.failed == 1)
      #expect(virustotal.health?.lastFailure == "server_error")
      #expect(virustotal.pause?.until == scene.clock.now.later(seconds: 60))
      #expect(list[1].state == .keyMissing(environment: "SHODAN_TOKEN") && !list[1].hasKey)
      #expect(!"\(list)".contains(APIKeys.standard(.virustotal, .full)))
    }
  }

  @Test("the check asks those that are on, records nothing and tells a good key from a bad one")
  func check() async throws {
    try await EnrichmentScene.with(.virustotal, .internetdb, .greynoise) { scene in
      let head = try scene.ledger(.readOnly).head()

      let checks = try await scene.check()

      #expect(checks.count == ConnectorCatalog.all.count)
      for check in checks {
        guard ["virustotal", "internetdb", "greynoise"].contains(check.name) else {
          #expect(check.outcome == nil && check.state != .on)
          continue
        }
        guard case .working? = check.outcome?.answer else {
          Issue.record("\(check.name): \(String(describing: check.outcome))")
          continue
        }
      }
      #expect(try scene.ledger(.readOnly).head() == head)
    }
    try await EnrichmentScene.with(.virustotal, key: "0badbadbadbad0") { scene in
      let checks = try await scene.check(["virustotal"])
      guard case .failed(let failure)? = checks.first?.outcome?.answer else {
        Issue.record("a bad key passed")
        return
      }
      #expect(checks.count == 1 && failure.reason == .keyRefused)
    }
  }
}
