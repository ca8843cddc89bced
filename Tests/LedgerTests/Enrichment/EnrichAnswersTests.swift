import Connectors
import EventLog
import Events
import Indicators
import JSON
import Testing
import Time
import VendorSimulation

@testable import Ledger

@Suite("What enrich records of answers")
struct EnrichAnswersTests {
  @Test("what is found and what is not are counted apart, each after the start that led to it")
  func foundAndNotFound() async throws {
    try await EnrichmentScene.with(.virustotal) { scene in
      try scene.ingest(["203.0.113.10", "192.0.2.199"])

      let report = try await scene.enrich()

      #expect(report.found == 1 && report.notFound == 1 && report.failed == 0)
      #expect(report.asked == 2 && report.deferred == 0 && report.outcome == .done)
      let started = try scene.events(.lookupStarted)
      let observed = try scene.events(.observationRecorded)
      #expect(started.count == 2)
      #expect(Set(observed.map(\.stream.value)) == ["203.0.113.10", "192.0.2.199"])
      for event in observed {
        let start = try #require(started.first { $0.seq == event.causationSeq })
        #expect(start.seq < event.seq && start.stream == event.stream)
        #expect(start.facts["batch"]?.text == report.batch.description)
        #expect(start.facts["connector"]?.text == "virustotal")
        #expect(event.correlationID == report.batch && start.correlationID == report.batch)
        #expect(event.source == "virustotal" && event.actor == "tester")
      }
      let found = try #require(observed.first { $0.facts.status == .found })
      #expect(found.facts["virustotal.malicious"]?.integer ?? 0 > 0)
      #expect(found.observedAt < found.receivedAt)
      guard case .bytes(let body) = try scene.payload(of: found.seq) else {
        Issue.record("the raw answer is missing")
        return
      }
      #expect(try JSONValue(parsing: body)["data"]?["id"]?.string == "203.0.113.10")
      let missing = try #require(observed.first { $0.facts.status == .notFound })
      #expect(missing.observedAt == missing.receivedAt && missing.facts.signals.isEmpty)
      #expect(try scene.ledger(.readOnly).verify().isSound)
    }
  }

  @Test("every connector that is on is asked about the kinds that it answers")
  func kinds() async throws {
    try await EnrichmentScene.with(.virustotal, .shodan, .internetdb, .abuseipdb, .greynoise) { scene in
      try scene.ingest(["203.0.113.10", "2001:db8:6861::10", "login-harrier.example", "analyst@example.org"])

      let report = try await scene.enrich()

      let asked = Dictionary(uniqueKeysWithValues: report.connectors.map { ($0.name, $0.asked) })
      #expect(asked == ["virustotal": 3, "shodan": 2, "internetdb": 2, "abuseipdb": 2, "greynoise": 1])
      #expect(report.off.map(\.name) == ["greynoise-community"])
      #expect(report.failed == 0)
    }
  }

  @Test("a failed lookup is recorded with its reason and body, and is due again in the next run, not in the same")
  func failure() async throws {
    try await EnrichmentScene.with(.internetdb) { scene in
      try scene.ingest([ReservedIndicators.address(.html200), "203.0.113.11"])

      let first = try await scene.enrich()

      #expect(first.failed == 1 && first.found == 1 && first.outcome == .done)
      let event = try #require(try scene.events(.lookupFailed).first)
      #expect(event.facts["reason"]?.text == "not_json")
      #expect(event.facts["http_status"]?.integer == 200)
      #expect(event.facts["detail"]?.text?.isEmpty == false)
      guard case .bytes(let body) = try scene.payload(of: event.seq) else {
        Issue.record("the page is missing")
        return
      }
      #expect(String(decoding: body, as: UTF8.self).contains("<html"))
      let second = try await scene.enrich()
      #expect(second.failed == 1 && second.fresh == 1 && second.asked == 1)
    }
  }

  @Test("whatever happens to an answer, each lookup ends in one event, and the log stays sound")
  func faults() async throws {
    // Those left out take their time, or stop the run; the connectors' own tests cover them.
    let faults = Fault.allCases.filter { ![.stall, .stallInBody, .slow, .rateLimited].contains($0) }
    try await EnrichmentScene.with(.internetdb) { scene in
      try scene.ingest(faults.map { ReservedIndicators.address($0) })

      let report = try await scene.enrich()

      #expect(report.asked == Int64(faults.count) && report.failed > 10 && report.outcome == .done)
      // A request that failed leads to the next one, the last one to the end.
      let requests = try scene.events(.lookupStarted)
      let led = requests.compactMap(\.causationSeq)
      let ended = try scene.events(.observationRecorded, .lookupFailed).compactMap(\.causationSeq)
      #expect(requests.map(\.seq).sorted() == (led + ended).sorted() && ended.count == faults.count)
      #expect(try scene.ledger(.readOnly).verify().isSound)
    }
  }

  @Test("a vendor that cannot be reached makes a failure without a body")
  func unreachable() async throws {
    try await EnrichmentScene.with(.internetdb) { scene in
      try scene.ingest(["203.0.113.10"])
      let dead = ScriptedTransport { _ throws(TransportError) in throw TransportError(.unreachable, "no route") }

      let report = try await scene.enrich(over: dead)

      #expect(report.failed == 1 && dead.urls.count == Retry.maximumAttempts)
      let event = try #require(try scene.events(.lookupFailed).first)
      #expect(event.facts["reason"]?.text == "unreachable" && event.facts["http_status"] == nil)
      #expect(event.payloadHash == nil)
      // Each request is an event of its own, because the vendor counts each.
      let requests = try scene.events(.lookupStarted)
      #expect(requests.map { $0.facts["attempt"]?.integer } == [nil, 2, 3])
      #expect(requests.map(\.causationSeq) == [nil, requests[0].seq, requests[1].seq])
      #expect(event.causationSeq == requests[2].seq && event.facts["attempts"]?.integer == 3)
      #expect(report.connectors[0].quota.usedToday == 3)
    }
  }

  @Test("a time in the future is kept as stated, and the answer counts from when it came")
  func future() async throws {
    try await EnrichmentScene.with(.abuseipdb) { scene in
      try scene.ingest(["203.0.113.10"])
      let transport = ScriptedTransport { _ throws(TransportError) in
        .json(
          [
            "data": [
              "ipAddress": "203.0.113.10", "abuseConfidenceScore": 90, "lastReportedAt": "2031-01-01T00:00:00+00:00",
            ]
          ])
      }

      _ = try await scene.enrich(over: transport)

      let event = try #require(try scene.events(.observationRecorded).first)
      #expect(event.observedAt == SleepingClock.noon && event.receivedAt == SleepingClock.noon)
      #expect(event.facts["stated_at"]?.integer == Timestamp(parsing: "2031-01-01T00:00:00Z")?.milliseconds)
    }
  }

  @Test("what a feed says that is called like a connector is not that connector's answer")
  func feedOfThatName() async throws {
    try await EnrichmentScene.with(.virustotal) { scene in
      // As older programs took it in; today's gives it another name.
      func ingest(_ value: String) throws {
        _ = try scene.ledger().write { writer in
          try writer.append(
            .indicatorIngested, about: StreamKey(kind: "ipv4", value: value), source: "virustotal",
            observedAt: scene.clock.now, receivedAt: scene.clock.now, facts: ["feed.listed": true])
        }
      }
      try ingest("203.0.113.10")

      let first = try await scene.enrich()
      try ingest("203.0.113.10")
      try ingest("203.0.113.11")
      let second = try await scene.enrich()

      #expect(first.asked == 1 && first.fresh == 0)
      #expect(second.asked == 1 && second.fresh == 1)
    }
  }

  @Test("an answer without a date of its own counts from when it came, and its event says so")
  func undated() async throws {
    try await EnrichmentScene.with(.internetdb, .virustotal) { scene in
      try scene.ingest(["203.0.113.10", "192.0.2.199"])

      _ = try await scene.enrich()

      for event in try scene.events(.observationRecorded) {
        let isUndated = event.source == "internetdb" && event.facts.status == .found
        #expect(event.facts["undated"]?.bool == (isUndated ? true : nil), "\(event.source) \(event.stream.value)")
        #expect(!isUndated || event.observedAt == event.receivedAt)
      }
      let shown = try scene.ledger(.readOnly).show(Indicator(.ipv4, canonical: "203.0.113.10"))
      #expect(
        shown.sources.map { "\($0.source) \($0.isUndated)" } == [
          "feed false", "internetdb true", "virustotal false",
        ])
    }
  }

  @Test("an answer counts as fresh until the connector's time is over, by the time it was received")
  func freshness() async throws {
    try await EnrichmentScene.with(.virustotal, configuration: "connectors: {virustotal: {ttl: 2h}}") { scene in
      try scene.ingest(["203.0.113.10"])
      #expect(try await scene.enrich().found == 1)

      scene.clock.advance(seconds: 7200)
      let atTheEnd = try await scene.enrich()
      scene.clock.advance(seconds: 1)
      let after = try await scene.enrich()

      #expect(atTheEnd.fresh == 1 && atTheEnd.asked == 0 && atTheEnd.outcome == .done)
      #expect(after.fresh == 0 && after.found == 1)
    }
  }

  @Test("neither the log nor the views hold a key, not even where the vendor repeats it")
  func keys() async throws {
    try await EnrichmentScene.with(.virustotal, .shodan) { scene in
      try scene.ingest(["203.0.113.10", ReservedIndicators.address(.html502)])
      let key = APIKeys.standard(.virustotal, .full)
      let echo = ScriptedTransport { request throws(TransportError) in
        let said = request.url.contains("virustotal") ? key : request.url
        return .json(["error": ["code": "Odd", "message": .string("no \(said) here")]], status: 400)
      }

      _ = try await scene.enrich()
      scene.clock.advance(seconds: 30 * 86_400)
      let echoed = try await scene.enrich(over: echo)

      #expect(echoed.failed > 0)
      let keys = [key, APIKeys.standard(.shodan, .full)].map { Array($0.utf8) }
      for name in Files.names(in: scene.folder.path) where name.contains(".db") {
        let bytes = try Files.contents(of: "\(scene.folder.path)/\(name)")
        for key in keys {
          let holdsKey = bytes.contains(key)
          #expect(!holdsKey, "\(name) holds a key")
        }
      }
    }
  }

  @Test("what a vendor does not take rests for the connector's ttl, and is asked again then")
  func refusedValue() async throws {
    try await EnrichmentScene.with(.virustotal) { scene in
      try scene.ingest(["203.0.113.10"])
      let refusing = ScriptedTransport { _ in .json(["error": ["code": "InvalidArgumentError"]], status: 400) }
      #expect(try await scene.enrich(over: refusing).failed == 1)

      let again = try await scene.enrich(over: refusing)
      #expect(again.asked == 0 && again.fresh == 1 && again.outcome == .done)
      #expect(refusing.urls.count == 1)

      scene.clock.advance(seconds: 8 * 86_400)
      #expect(try await scene.enrich().found == 1)
    }
  }
}
