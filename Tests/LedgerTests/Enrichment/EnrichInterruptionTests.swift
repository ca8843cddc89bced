import Connectors
import EventLog
import Events
import Indicators
import JSON
import Ledger
import Synchronization
import TestSupport
import Testing
import Time
import VendorSimulation

@Suite("Enrich with others, and stopped")
struct EnrichInterruptionTests {
  private let addresses = (1...20).map { "203.0.113.\($0)" }

  @Test("two at once never ask the same thing twice and keep one budget between them")
  func two() async throws {
    let limits = "connectors: {internetdb: {limits: {per_minute: 15}}}"
    try await EnrichmentScene.with(.internetdb, .virustotal, configuration: limits) { scene in
      try scene.ingest(addresses)
      await scene.server.simulator.setLatency(milliseconds: 20)

      let reports = try await withThrowingTaskGroup(of: EnrichReport.self) { group in
        for _ in 0..<2 {
          group.addTask { try await scene.enrich(EnrichRequest(connectors: ["internetdb"])) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }

      let subjects = try await scene.subjects(.internetdb)
      #expect(subjects.count == 15 && Set(subjects).count == 15)
      #expect(reports.reduce(0) { $0 + $1.asked } == 15)
      #expect(reports.allSatisfy { $0.asked + $0.fresh + $0.deferred == 20 && $0.outcome == .deferred })
      #expect(try scene.ledger(.readOnly).verify().isSound)
    }
  }

  @Test("a run that died between start and answer loses nothing, and what it may have sent counts")
  func crash() async throws {
    let limits = "connectors: {internetdb: {limits: {per_minute: unlimited, per_day: 21}}}"
    try await EnrichmentScene.with(.internetdb, configuration: limits) { scene in
      try scene.ingest(addresses)
      let transport = ScriptedTransport.hanging()
      let dead = Task { try await scene.enrich(over: transport) }
      try await until { !transport.urls.isEmpty }
      #expect(try scene.events(.lookupStarted).count == 1)

      let atOnce = try await scene.enrich()
      scene.clock.advance(seconds: 61)
      let later = try await scene.enrich()

      // It cannot be known yet whether the other run lives; nothing is asked twice because of that.
      #expect(atOnce.asked == 19 && atOnce.deferred == 1 && atOnce.outcome == .deferred)
      #expect(atOnce.connectors[0].dueAt == SleepingClock.noon.later(seconds: 60))
      #expect(later.asked == 1 && later.fresh == 19 && later.deferred == 0)
      #expect(later.connectors[0].quota.usedToday == 21)
      #expect(try await scene.subjects(.internetdb).count == 20)
      dead.cancel()
      _ = try await dead.value
    }
  }

  @Test("what a stopped run had under way is free at once: the next run asks it, first of all")
  func freed() async throws {
    try await EnrichmentScene.with(.internetdb) { scene in
      try scene.ingest(addresses)
      let transport = ScriptedTransport.hanging()
      let task = Task { try await scene.enrich(over: transport) }
      try await until { !transport.urls.isEmpty }
      task.cancel()
      let stopped = try await task.value

      let next = try await scene.enrich()

      #expect(stopped.isInterrupted && stopped.asked == 0 && stopped.left == 20 && stopped.failed == 0)
      let ends = try scene.events(.lookupFailed)
      #expect(ends.map { $0.facts["reason"]?.text } == ["stopped"])
      #expect(ends.first?.causationSeq == (try scene.events(.lookupStarted).first?.seq))
      #expect(next.asked == 20 && next.deferred == 0 && next.outcome == .done)
      #expect(try await scene.subjects(.internetdb).first == addresses[0])
      #expect(next.connectors[0].quota.usedToday == 21)
    }
  }

  @Test("a run that is stopped has recorded what had arrived, and says so")
  func stopped() async throws {
    try await EnrichmentScene.with(.internetdb) { scene in
      try scene.ingest(addresses)
      let answers = Mutex(0)
      let transport = ScriptedTransport { request throws(TransportError) in
        let number = answers.withLock { count in
          count += 1
          return count
        }
        guard number <= 5 else {
          try? await Task.sleep(for: .seconds(3600), clock: .continuous)
          throw TransportError(.cancelled, "stopped")
        }
        return .json(["detail": "No information available"], status: 404)
      }
      let task = Task {
        try await scene.enrich(over: transport) { told in
          if case .asking(let report, _) = told, report.asked == 5 { withUnsafeCurrentTask { $0?.cancel() } }
        }
      }

      let report = try await task.value

      #expect(report.isInterrupted && report.notFound == 5 && report.left == 15 && report.deferred == 0)
      #expect(try scene.events(.observationRecorded).count == 5)
      #expect(try scene.ledger(.readOnly).verify().isSound)
      scene.clock.advance(seconds: 61)
      let rest = try await scene.enrich()
      #expect(rest.asked == 15 && rest.fresh == 5)
    }
  }

  @Test("waiting for a pause can be stopped")
  func stoppedWaiting() async throws {
    try await EnrichmentScene.with(.virustotal) { scene in
      try scene.ingest(["203.0.113.10"])
      await scene.server.simulator.setFaults([FaultRule(.rateLimited)])
      let task = Task {
        try await scene.enrich(EnrichRequest(waits: true)) { told in
          if case .waiting = told { withUnsafeCurrentTask { $0?.cancel() } }
        }
      }

      let report = try await task.value

      #expect(report.isInterrupted && report.asked == 0 && report.left == 1)
      #expect(try scene.events(.connectorPaused).count == 1)
    }
  }

  @Test("only what is named is asked for, by indicator or by stream")
  func scopes() async throws {
    try await EnrichmentScene.with(.internetdb) { scene in
      try scene.ingest(addresses)
      let named = [Indicator(.ipv4, canonical: addresses[3]), Indicator(.ipv4, canonical: addresses[7])]

      let byName = try await scene.enrich(EnrichRequest(scope: .indicators(named)))
      let byStream = try await scene.enrich(EnrichRequest(scope: .streams([1, 2, 3, 4, 5, 6, 4])))

      #expect(byName.asked == 2)
      #expect(byStream.asked + byStream.fresh <= 6 && byStream.asked >= 2)
      await #expect(throws: LedgerError.self) {
        try await scene.enrich(EnrichRequest(scope: .indicators([Indicator(.ipv4, canonical: "192.0.2.77")])))
      }
      await #expect(throws: LedgerError.self) { try await scene.enrich(EnrichRequest(connectors: ["virustotl"])) }
    }
  }

  @Test("where no connector is on, or none answers what was named, nothing could be asked")
  func nothingToAsk() async throws {
    try await EnrichmentScene.with { scene in
      try scene.ingest(["203.0.113.10"])
      let report = try await scene.enrich()
      #expect(report.outcome == .nothingToAsk && report.off.count == ConnectorCatalog.all.count)
    }
    try await EnrichmentScene.with(.internetdb) { scene in
      try scene.ingest(["login-harrier.example"])
      let named = [Indicator(.domain, canonical: "login-harrier.example")]
      #expect(try await scene.enrich(EnrichRequest(scope: .indicators(named))).outcome == .nothingToAsk)
      #expect(try await scene.enrich().outcome == .done)
    }
  }
}
