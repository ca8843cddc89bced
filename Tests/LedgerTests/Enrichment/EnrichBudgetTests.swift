import Connectors
import EventLog
import Events
import Indicators
import JSON
import Ledger
import Synchronization
import Testing
import Time
import VendorSimulation

@Suite("How enrich keeps to budgets")
struct EnrichBudgetTests {
  private let addresses = (1...6).map { "203.0.113.\($0)" }
  private let fourAMinute = "connectors: {virustotal: {limits: {per_minute: 4, per_day: 500}}}"

  private let unlimited = "connectors: {virustotal: {limits: {per_minute: unlimited}}}"

  @Test("what the minute has no room for is deferred, across restarts, and done when it is due")
  func minute() async throws {
    try await EnrichmentScene.with(.virustotal, configuration: fourAMinute) { scene in
      try scene.ingest(addresses)

      let first = try await scene.enrich()
      let second = try await scene.enrich()
      scene.clock.advance(seconds: 61)
      let third = try await scene.enrich()

      #expect(first.asked == 4 && first.deferred == 2 && first.outcome == .deferred)
      #expect(first.connectors[0].dueAt == SleepingClock.noon.later(seconds: 60))
      #expect(first.connectors[0].dueReason == "4 a minute are used up")
      #expect(first.connectors[0].quota.usedInMinute == 4 && first.connectors[0].quota.usedToday == 4)
      #expect(second.asked == 0 && second.deferred == 2 && second.fresh == 4)
      #expect(third.asked == 2 && third.deferred == 0 && third.outcome == .done)
      #expect(try scene.started("virustotal") == addresses)
      #expect(try await scene.subjects(.virustotal).sorted() == addresses)
    }
  }

  @Test("what the day has no room for is due at midnight UTC")
  func day() async throws {
    let limits = "connectors: {virustotal: {limits: {per_minute: unlimited, per_day: 5}}}"
    try await EnrichmentScene.with(.virustotal, configuration: limits) { scene in
      try scene.ingest(addresses)

      let today = try await scene.enrich()
      scene.clock.advance(seconds: 12 * 3600 + 1)
      let tomorrow = try await scene.enrich()

      #expect(today.asked == 5 && today.deferred == 1)
      #expect(today.connectors[0].dueAt == Timestamp(parsing: "2026-08-21T00:00:00Z"))
      #expect(tomorrow.asked == 1 && tomorrow.deferred == 0)
    }
  }

  @Test("--wait stays until all is done, and the vendor never has to refuse")
  func wait() async throws {
    var quotas = SimulatorConfiguration.Quotas.unlimited
    quotas.virustotalPerMinute.limit = 4
    quotas.shodanPerSecond.limit = 1
    try await EnrichmentScene.with(.virustotal, .shodan, quotas: quotas, configuration: fourAMinute) { scene in
      try scene.ingest(addresses)
      var request = EnrichRequest()
      request.waits = true

      let report = try await scene.enrich(request)

      #expect(report.asked == 12 && report.deferred == 0 && report.outcome == .done)
      #expect(try await scene.requests().allSatisfy { $0["status"]?.integer != 429 })
      #expect(try scene.events(.connectorPaused).isEmpty)
      #expect(scene.clock.now >= SleepingClock.noon.later(seconds: 60))
    }
  }

  @Test("a place that comes free within two seconds is waited for without being told to")
  func second() async throws {
    try await EnrichmentScene.with(.shodan) { scene in
      try scene.ingest(addresses)

      let report = try await scene.enrich()

      #expect(report.asked == 6 && report.deferred == 0)
      let times = try scene.events(.lookupStarted).map(\.receivedAt.milliseconds)
      #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 >= 1000 })
    }
  }

  @Test("a 429 pauses the connector: deferred, never failed, and done when the pause is over")
  func refusal() async throws {
    try await EnrichmentScene.with(.virustotal, .internetdb, configuration: unlimited) { scene in
      try scene.ingest(addresses)
      await scene.server.simulator.setFaults([FaultRule(.rateLimited, vendor: .virustotal, times: 1)])

      let first = try await scene.enrich()
      let again = try await scene.enrich()
      scene.clock.advance(seconds: 61)
      let later = try await scene.enrich()

      #expect(first.connectors[0].asked == 0 && first.connectors[0].deferred == 6 && first.failed == 0)
      #expect(first.connectors[1].asked == 6)
      #expect(first.connectors[0].dueAt == SleepingClock.noon.later(seconds: 60))
      let pauses = try scene.events(.connectorPaused)
      #expect(pauses.count == 1 && pauses[0].stream == .connectors && pauses[0].source == "virustotal")
      #expect(pauses[0].facts["until"]?.integer == SleepingClock.noon.later(seconds: 60).milliseconds)
      #expect(pauses[0].facts["reason"]?.text?.contains("Quota exceeded") == true)
      #expect(pauses[0].causationSeq == (try scene.events(.lookupStarted).first { $0.source == "virustotal" }?.seq))
      #expect(again.connectors[0].deferred == 6 && again.asked == 0)
      #expect(later.connectors[0].asked == 6 && later.deferred == 0 && later.outcome == .done)
    }
  }

  @Test("after a short Retry-After the same indicator is asked for again, first of all")
  func shortPause() async throws {
    try await EnrichmentScene.with(.internetdb) { scene in
      try scene.ingest(addresses)
      let refusing = ScriptedTransport { _ throws(TransportError) in
        .json(["detail": "slow down"], status: 429, headers: [HTTPHeader("Retry-After", "5")])
      }

      let refused = try await scene.enrich(over: refusing)
      scene.clock.advance(seconds: 6)
      let later = try await scene.enrich()

      #expect(refusing.urls.count == 1 && refused.deferred == 6)
      #expect(later.asked == 6 && later.deferred == 0)
      #expect(try await scene.subjects(.internetdb).first == addresses[0])
    }
  }

  @Test("the last of a quota is an answer and a pause at once")
  func lastOne() async throws {
    var quotas = SimulatorConfiguration.Quotas.unlimited
    quotas.abuseipdbChecksPerDay.limit = 3
    // One at a time: of several on their way the vendor may refuse the fourth before we read the answer to the third.
    let slowly = "connectors: {abuseipdb: {limits: {per_second: 1}}}"
    try await EnrichmentScene.with(.abuseipdb, quotas: quotas, configuration: slowly) { scene in
      try scene.ingest(addresses)

      let report = try await scene.enrich()

      #expect(report.found == 3 && report.deferred == 3 && report.failed == 0)
      let pauses = try scene.events(.connectorPaused)
      #expect(pauses.first?.facts["until"]?.integer == Timestamp(parsing: "2026-08-21T00:00:00Z")?.milliseconds)
      #expect(report.connectors[0].dueReason?.contains("quota is used up") == true)
      #expect(try await scene.subjects(.abuseipdb).count == 3)
    }
  }

  @Test("retries are requests: each is counted, and none is sent for which there is no room")
  func retries() async throws {
    let limits = "connectors: {internetdb: {limits: {per_minute: 4}}}"
    try await EnrichmentScene.with(.internetdb, configuration: limits) { scene in
      try scene.ingest(addresses)
      let troubled = ScriptedTransport { _ in .json(["detail": "oops"], status: 503) }

      let report = try await scene.enrich(over: troubled)

      #expect(troubled.urls.count == 4 && report.failed == 2 && report.deferred == 4)
      #expect(report.connectors[0].quota.usedInMinute == 4)
      #expect(try scene.events(.lookupFailed).map { $0.facts["attempts"]?.integer } == [3, 1])
      #expect(try scene.events(.lookupStarted).count == 4)
    }
  }

  @Test("a retry is not sent about what was marked in the meantime")
  func markedRetry() async throws {
    try await EnrichmentScene.with(.internetdb) { scene in
      try scene.ingest([addresses[0]])
      let indicator = Indicator(.ipv4, canonical: addresses[0])
      let troubled = ScriptedTransport { _ in
        _ = try? scene.ledger().setTrafficLight(indicator, .red)
        return .json(["detail": "oops"], status: 502)
      }

      let report = try await scene.enrich(over: troubled)

      #expect(troubled.urls.count == 1 && report.failed == 1)
    }
  }

  @Test("what the week has no room for is due on Monday")
  func week() async throws {
    let limits = "connectors: {internetdb: {limits: {per_week: 4}}}"
    try await EnrichmentScene.with(.internetdb, configuration: limits) { scene in
      try scene.ingest(addresses)

      let today = try await scene.enrich()
      scene.clock.advance(seconds: 3 * 86_400)
      let sunday = try await scene.enrich()
      scene.clock.advance(seconds: 12 * 3600 + 1)
      let monday = try await scene.enrich()

      #expect(today.asked == 4 && today.deferred == 2)
      #expect(today.connectors[0].dueAt == Timestamp(parsing: "2026-08-24T00:00:00Z"))
      #expect(today.connectors[0].dueReason == "4 a week are used up")
      #expect(today.connectors[0].quota.remainingThisWeek == 0)
      #expect(sunday.asked == 0 && sunday.deferred == 2)
      #expect(monday.asked == 2 && monday.deferred == 0)
    }
  }

  @Test(
    "a vendor that keeps refusing is waited for two seconds in all, whatever its Retry-After says",
    arguments: ["0", "1", "2", "00", "Thu, 20 Aug 2026 11:00:00 GMT", "soon", "-1", "", "99999999999", "3600"])
  func patience(_ retryAfter: String) async throws {
    try await EnrichmentScene.with(.internetdb) { scene in
      try scene.ingest(addresses)
      let refusing = ScriptedTransport { _ in
        .json(["detail": "slow down"], status: 429, headers: [HTTPHeader("Retry-After", retryAfter)])
      }

      let report = try await scene.enrich(over: refusing)

      #expect(report.deferred == 6 && report.asked == 0 && report.outcome == .deferred)
      #expect(refusing.urls.count <= 2)
      #expect(scene.clock.now <= SleepingClock.noon.later(seconds: 2))
    }
  }

  @Test("a Retry-After of a server in trouble is not waited for beyond that either", arguments: ["9", "0", "2"])
  func patienceWithTrouble(_ retryAfter: String) async throws {
    try await EnrichmentScene.with(.internetdb) { scene in
      try scene.ingest([addresses[0]])
      let troubled = ScriptedTransport { _ in
        .json(["detail": "oops"], status: 503, headers: [HTTPHeader("Retry-After", retryAfter)])
      }

      let report = try await scene.enrich(over: troubled)

      #expect(report.failed == 1)
      #expect(scene.clock.now <= SleepingClock.noon.later(seconds: 2))
    }
  }

  @Test("limits that the configuration states hold, also where the vendor would take more")
  func ownLimit() async throws {
    let limits = "connectors: {abuseipdb: {limits: {per_day: 2}}}"
    try await EnrichmentScene.with(.abuseipdb, configuration: limits) { scene in
      try scene.ingest(addresses)

      let report = try await scene.enrich(over: Self.generous(remaining: 900))

      #expect(report.asked == 2 && report.deferred == 4)
      #expect(report.connectors[0].dueReason == "2 a day are used up")
    }
  }

  @Test("no more is sent than the vendor says it will take, however much our own count would allow")
  func vendorsFigure() async throws {
    try await EnrichmentScene.with(.abuseipdb) { scene in
      try scene.ingest(addresses)

      let report = try await scene.enrich(over: Self.generous(remaining: 2))

      #expect(report.asked == 3 && report.deferred == 3)
      #expect(report.connectors[0].dueAt == Timestamp(parsing: "2026-08-21T00:00:00Z"))
    }
  }

  /// AbuseIPDB, which will take so many more after its first answer.
  private static func generous(remaining: Int) -> ScriptedTransport {
    let left = Mutex(remaining + 1)
    return ScriptedTransport { request in
      let address = String(request.url.split(separator: "=")[1].prefix { $0 != "&" })
      let figure = left.withLock { left in
        left -= 1
        return left
      }
      guard figure >= 0 else { return .json(["errors": [["detail": "refused"]]], status: 429) }
      return .json(
        ["data": ["ipAddress": .string(address), "abuseConfidenceScore": 1]],
        headers: [HTTPHeader("X-RateLimit-Remaining", String(figure))])
    }
  }

  @Test("a refused key is shown to the vendor once, and the rest is left")
  func refusedKey() async throws {
    try await EnrichmentScene.with(.virustotal, key: "0badbadbadbad0") { scene in
      try scene.ingest(addresses)

      let report = try await scene.enrich()

      #expect(report.failed == 1 && report.left == 5 && report.deferred == 0)
      #expect(report.connectors[0].isKeyRefused && report.outcome == .everyKeyRefused)
      #expect(report.connectors[0].lastFailure?.reason == .keyRefused)
      #expect(try await scene.requests().count == 1)
    }
  }

  @Test("--limit bounds the lookups of a run, and what goes first is what was never asked and scores highest")
  func limit() async throws {
    try await EnrichmentScene.with(.virustotal, .internetdb, configuration: unlimited) { scene in
      try scene.ingest(Array(addresses.prefix(4)))
      // Three feeds make a higher score than one.
      for source in ["second", "third"] { try scene.ingest([addresses[2]], source: source) }
      var request = EnrichRequest(connectors: ["virustotal"])
      request.limit = 2

      let first = try await scene.enrich(request)
      try scene.ingest([addresses[5]])
      request.limit = 10
      let second = try await scene.enrich(request)

      #expect(first.asked == 2 && first.left == 2 && first.outcome == .done)
      #expect(second.asked == 3)
      #expect(
        try scene.started("virustotal")
          == [addresses[2], addresses[0], addresses[1], addresses[3], addresses[5]])
      #expect(try await scene.requests(.internetdb).isEmpty)
    }
  }

  @Test("what failed within a day goes last")
  func failedLast() async throws {
    let limits = "connectors: {internetdb: {limits: {per_minute: 4}}}"
    try await EnrichmentScene.with(.internetdb, configuration: limits) { scene in
      let bad = ReservedIndicators.address(.wrongSubject)
      try scene.ingest([bad] + addresses)

      _ = try await scene.enrich()
      scene.clock.advance(seconds: 61)
      let second = try await scene.enrich()

      #expect(second.failed == 1 && second.asked == 4)
      #expect(try scene.started("internetdb") == [bad] + addresses + [bad])
    }
  }
}

extension Timestamp {
  func later(seconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds + seconds * 1000) }
}
