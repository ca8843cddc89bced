import Connectors
import Events
import Indicators
import Synchronization
import TestSupport
import Testing
import Time

@Suite("Retries")
struct RetryTests {
  private let address = Indicator(.ipv4, canonical: "203.0.113.7")
  private let broken = Result<HTTPResponse, TransportError>.failure(TransportError(.interrupted, "broken"))

  /// A clock on which only waiting and `perRequest` take time.
  private final class Clock: Sendable {
    let passed = Mutex(Duration.zero)
    let waits = Mutex<[Duration]>([])

    var lookupClock: LookupClock {
      LookupClock(
        now: { noon }, uptime: { self.passed.withLock { $0 } },
        sleep: { wait in
          self.passed.withLock { $0 += wait }
          self.waits.withLock { $0.append(wait) }
        })
    }
  }

  private func run(_ transport: CannedTransport, _ clock: Clock = Clock()) async throws -> LookupOutcome {
    try await Lookup.run(
      address, with: try settings("virustotal", at: "https://vt.example"), over: transport, clock: clock.lookupClock)
  }

  @Test("three attempts, with waits that follow from the attempt's number")
  func three() async throws {
    let clock = Clock()
    let transport = CannedTransport([broken])
    let outcome = try await run(transport, clock)
    #expect(outcome.answer.failure?.reason == .interrupted)
    #expect(outcome.attempts == 3)
    #expect(clock.waits.withLock { $0 } == [.milliseconds(500), .milliseconds(1500)])
    #expect(transport.limits == [.seconds(20), .milliseconds(9500), .seconds(8)])
  }

  @Test("the first good answer ends it")
  func recovers() async throws {
    let good = HTTPResponse(status: 200, body: try Fixture.bytes("virustotal/address.json"))
    let outcome = try await run(CannedTransport([.success(HTTPResponse(503, "")), .success(good)]))
    #expect(outcome.answer.observation?.status == .found)
    #expect(outcome.attempts == 2)
  }

  @Test(
    "no second attempt where it cannot help",
    arguments: [TransportError.Code.timedOut, .tooLarge, .malformed])
  func final(_ code: TransportError.Code) async throws {
    let outcome = try await run(CannedTransport([.failure(TransportError(code, "x"))]))
    #expect(outcome.answer.failure != nil)
    #expect(outcome.attempts == 1)
  }

  @Test("a Retry-After within the ten seconds is waited for, a longer one ends the lookup and pauses the connector")
  func retryAfter() async throws {
    let clock = Clock()
    let short = HTTPResponse(503, "", [("Retry-After", "3")])
    _ = try await run(CannedTransport([.success(short)]), clock)
    #expect(clock.waits.withLock { $0 } == [.seconds(3), .seconds(3)])
    let long = HTTPResponse(503, "{\"error\":{\"code\":\"TransientError\"}}", [("Retry-After", "3600")])
    let outcome = try await run(CannedTransport([.success(long)]))
    #expect(outcome.attempts == 1)
    #expect(outcome.answer.failure?.reason == .serverError)
    #expect(outcome.pause?.until == noon.after(seconds: 3600))
  }

  @Test("no attempt begins ten seconds after the first failure")
  func budget() {
    #expect(Retry.wait(afterAttempt: 1, elapsed: .seconds(9), wanted: nil) == .milliseconds(500))
    #expect(Retry.wait(afterAttempt: 1, elapsed: .milliseconds(9500), wanted: nil) == nil)
    #expect(Retry.wait(afterAttempt: 2, elapsed: .milliseconds(8600), wanted: nil) == nil)
    #expect(Retry.wait(afterAttempt: 1, elapsed: .zero, wanted: .seconds(10)) == nil)
    #expect(Retry.wait(afterAttempt: 3, elapsed: .zero, wanted: nil) == nil)
  }

  @Test("stopping the task throws and records nothing", .timeLimit(.minutes(10)))
  func cancelled() async throws {
    let transport = try CurlTransport(userAgent: "iocledger/test", environment: [:])
    try await LoopbackServer.with({ _, _ in .silence }) { server in
      let settings = try settings("virustotal", at: "http://127.0.0.1:\(server.port)")
      let task = Task {
        try await Lookup.run(address, with: settings, over: transport, clock: .system(now: { noon }))
      }
      try await until { !server.requests.isEmpty }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
    await transport.shutdown()
  }
}
