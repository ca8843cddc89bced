import Connectors
import EventLog
import Events
import Indicators
import JSON
import Ledger
import Testing
import VendorSimulation

@Suite("What enrich does not send")
struct EnrichPrivacyTests {
  @Test("what is marked above a connector's maximum is withheld, recorded once, and never seen by the vendor")
  func markings() async throws {
    try await EnrichmentScene.with(.virustotal, .internetdb) { scene in
      try scene.ingest(["203.0.113.10"], marked: .red)
      try scene.ingest(["203.0.113.11"], marked: .amber)
      try scene.ingest(["198.51.100.23"])

      let first = try await scene.enrich()
      let second = try await scene.enrich()

      // InternetDB is keyless and gets only what is clear; VirusTotal gets amber.
      #expect(first.connectors.map(\.withheld) == [1, 2])
      #expect(first.connectors.map(\.asked) == [2, 1])
      #expect(second.withheld == 3 && second.asked == 0 && second.fresh == 3)
      let withheld = try scene.events(.lookupWithheld)
      #expect(
        Set(withheld.map { "\($0.source) \($0.stream.value) \($0.facts["reason"]?.text ?? "")" })
          == ["virustotal 203.0.113.10 tlp", "internetdb 203.0.113.10 tlp", "internetdb 203.0.113.11 tlp"])
      #expect(withheld.count == 3)
      #expect(withheld.first?.facts["tlp"]?.text == "red")
      #expect(try await scene.subjects(.virustotal).sorted() == ["198.51.100.23", "203.0.113.11"])
      #expect(try await scene.subjects(.internetdb) == ["198.51.100.23"])
    }
  }

  @Test(
    "what names something inside a network is withheld from everybody",
    arguments: ["10.1.2.3", "127.0.0.1", "fe80::1", "100.64.0.9", "fileserver.local", "build.corp.internal"])
  func internalNames(value: String) async throws {
    try await EnrichmentScene.with(.virustotal) { scene in
      try scene.ingest([value])

      let report = try await scene.enrich()

      #expect(report.withheld == 1 && report.asked == 0 && report.outcome == .done)
      #expect(try scene.events(.lookupWithheld).map { $0.facts["reason"]?.text } == ["internal"])
      #expect(try await scene.requests().isEmpty)
      #expect(try scene.events(.lookupStarted).isEmpty)
    }
  }

  @Test("at PAP:RED nobody is asked, below it those who answer from what they have; show says why, in words")
  func permissibleActions() async throws {
    try await EnrichmentScene.with(.virustotal, .internetdb) { scene in
      try scene.ingest(["203.0.113.10"], permitting: .red)
      try scene.ingest(["203.0.113.11"], permitting: .amber)
      try scene.ingest(["198.51.100.23"], permitting: .clear)

      let first = try await scene.enrich()
      let second = try await scene.enrich()

      #expect(first.withheld == 2 && first.asked == 4 && second.withheld == 2 && second.asked == 0)
      let withheld = try scene.events(.lookupWithheld)
      #expect(withheld.map { $0.facts["reason"]?.text } == ["pap", "pap"])
      #expect(withheld.allSatisfy { $0.stream.value == "203.0.113.10" && $0.facts["pap"]?.text == "red" })
      #expect(try await scene.subjects(.virustotal).sorted() == ["198.51.100.23", "203.0.113.11"])
      let shown = try scene.ledger(.readOnly).show(Indicator(.ipv4, canonical: "203.0.113.10"))
      let virustotal = try #require(shown.sources.first { $0.source == "virustotal" })
      #expect(virustotal.status == .withheld && virustotal.reason == "pap")
      #expect(virustotal.detail == "marked PAP:RED, which permits to ask nobody")
    }
  }

  @Test("a marking that comes after an answer is told beside it")
  func markedLater() async throws {
    try await EnrichmentScene.with(.virustotal) { scene in
      try scene.ingest(["203.0.113.10"])
      #expect(try await scene.enrich().found == 1)
      try scene.ingest(["203.0.113.10"], permitting: .red, source: "second")
      scene.clock.advance(seconds: 30 * 86_400)

      #expect(try await scene.enrich().withheld == 1)

      let shown = try scene.ledger(.readOnly).show(Indicator(.ipv4, canonical: "203.0.113.10"))
      let virustotal = try #require(shown.sources.first { $0.source == "virustotal" })
      #expect(virustotal.status == .found)
      #expect(virustotal.detail == "not asked any more: marked PAP:RED, which permits to ask nobody")
    }
  }

  @Test("what an analyst marks counts, in both directions, and another reason is another event")
  func analyst() async throws {
    try await EnrichmentScene.with(.virustotal, configuration: "default_tlp: red") { scene in
      let indicator = try Indicator(parsing: "203.0.113.10")
      try scene.ingest(["203.0.113.10"])
      #expect(try await scene.enrich().withheld == 1)
      #expect(try await scene.requests().isEmpty)

      _ = try scene.ledger().setTrafficLight(indicator, .green)
      let green = try await scene.enrich()

      #expect(green.withheld == 0 && green.found == 1)
      #expect(try scene.events(.lookupWithheld).count == 1)
    }
  }

  @Test("a marking that comes after the planning still holds")
  func lateMarking() async throws {
    try await EnrichmentScene.with(.virustotal) { scene in
      let values = ["203.0.113.10", "203.0.113.11", "198.51.100.23"]
      try scene.ingest(values)
      let other = try scene.ledger()
      var isMarked = false

      let report = try await scene.enrich { told in
        guard case .asking = told, !isMarked else { return }
        isMarked = true
        // The first is under way when the last is marked.
        for value in values.dropFirst() {
          _ = try? other.setTrafficLight(Indicator(.ipv4, canonical: value), .red)
        }
      }

      #expect(report.found == 1 && report.withheld == 2)
      #expect(try await scene.subjects(.virustotal) == ["203.0.113.10"])
    }
  }

  @Test("a dry run says what it would ask and what that costs, and changes nothing")
  func dryRun() async throws {
    let limits = "connectors: {virustotal: {limits: {per_minute: 2, per_day: 500}}}"
    try await EnrichmentScene.with(.virustotal, .internetdb, configuration: limits) { scene in
      try scene.ingest(["203.0.113.10", "203.0.113.11", "198.51.100.23", "10.0.0.1"])
      let before = try scene.ledger(.readOnly).head()
      var request = EnrichRequest()
      request.isDryRun = true

      let report = try await scene.enrich(request, access: .readOnly)

      #expect(report.connectors.map(\.planned) == [2, 3])
      #expect(report.connectors.map(\.deferred) == [1, 0])
      #expect(report.connectors.map(\.withheld) == [1, 1])
      #expect(report.asked == 0 && report.outcome == .done)
      #expect(report.connectors[0].plannedIndicators.map(\.value) == ["203.0.113.10", "203.0.113.11"])
      #expect(report.connectors[0].quota.remainingToday == 500)
      #expect(try scene.ledger(.readOnly).head() == before)
      #expect(try await scene.requests().isEmpty)

      request.limit = 3
      let limited = try await scene.enrich(request, access: .readOnly)
      #expect(limited.planned == 3 && limited.left == 2)
    }
  }
}
