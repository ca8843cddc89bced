import Connectors
import Events
import Foundation
import Indicators
import Testing
import Time

/// What every connector must stand, over real sockets: a new connector is added to ``ConnectorCase`` and passes this.
@Suite("Every connector")
struct ConnectorCompatibilityTests {
  /// Looks up the case's indicator at a server that follows a script.
  private func run(
    _ test: ConnectorCase, hastily: Bool = false, _ script: @escaping LoopbackServer.Script
  ) async throws -> (outcome: LookupOutcome, requests: [String]) {
    let transport = try CurlTransport(userAgent: "iocledger/test", environment: [:])
    let result = try await LoopbackServer.with(script) { server in
      let settings = try settings(test.name, at: "http://127.0.0.1:\(server.port)/prefix/")
      let carrier: any HTTPTransport = hastily ? HastyTransport(inner: transport) : transport
      let outcome = try await Lookup.run(test.indicator, with: settings, over: carrier, clock: .instant)
      return (outcome, server.requests)
    }
    await transport.shutdown()
    return result
  }

  private func failure(_ test: ConnectorCase, _ reply: Reply) async throws -> LookupFailure? {
    try await run(test) { _, _ in reply }.outcome.answer.failure
  }

  @Test("reads a good answer", arguments: ConnectorCase.all)
  func found(_ test: ConnectorCase) async throws {
    let body = try Fixture.bytes(test.found)
    let (outcome, requests) = try await run(test) { _, _ in .json(body) }
    let observation = try #require(outcome.answer.observation)
    #expect(observation.status == .found)
    #expect(observation.signals[test.signal] != nil)
    #expect(observation.signals.entries.allSatisfy { $0.name.hasPrefix(test.name + ".") })
    #expect(outcome.body == body)
    #expect(outcome.status == 200)
    #expect(outcome.receivedAt == noon)
    #expect(outcome.attempts == 1)
    #expect(requests.count == 1)
    let request = try #require(requests.first)
    #expect(request.hasPrefix("GET /prefix/"))
    #expect(request.lowercased().contains("user-agent: iocledger/test"))
    #expect(request.lowercased().contains("accept: application/json"))
    #expect(request.contains(testKey) == (test.name != "internetdb"))
  }

  @Test("reads a compressed answer", arguments: ConnectorCase.all)
  func compressed(_ test: ConnectorCase) async throws {
    let body = try Fixture.bytes(test.found)
    let (outcome, _) = try await run(test) { _, _ in
      .json(200, Gzip.stored(body), [("Content-Encoding", "gzip")])
    }
    #expect(outcome.answer.observation?.status == .found)
    #expect(outcome.body == body)
  }

  @Test("tells 'not found', or its vendor's way of saying so, from failures", arguments: ConnectorCase.all)
  func notFound(_ test: ConnectorCase) async throws {
    let body = try Fixture.bytes(test.notFound.body)
    let (outcome, _) = try await run(test) { _, _ in .json(test.notFound.status, body) }
    // AbuseIPDB never says "not found": an address without reports is an answer.
    #expect(outcome.answer.observation?.status == (test.name == "abuseipdb" ? .found : .notFound))
  }

  @Test("does not take another server's 404 for the vendor's", arguments: ConnectorCase.all)
  func foreignNotFound(_ test: ConnectorCase) async throws {
    #expect(try await failure(test, .html(404)) != nil)
    #expect(try await failure(test, .json(404, Array("{\"detail\":\"Not Found\"}".utf8))) != nil)
  }

  @Test("knows a refused key", arguments: ConnectorCase.all)
  func badKey(_ test: ConnectorCase) async throws {
    guard let (status, file) = test.badKey else { return }
    let body = try Fixture.bytes(file)
    let (outcome, requests) = try await run(test) { _, _ in .json(status, body) }
    #expect(outcome.answer.failure?.reason == .keyRefused)
    #expect(requests.count == 1)
  }

  @Test("defers on a quota, until Retry-After or by the limit that is named", arguments: ConnectorCase.all)
  func quota(_ test: ConnectorCase) async throws {
    let body = try Fixture.bytes(test.quota)
    let (plain, requests) = try await run(test) { _, _ in .json(429, body) }
    #expect(plain.answer.pause?.until == noon.after(seconds: test.quotaLasts))
    #expect(plain.pause == plain.answer.pause)
    #expect(requests.count == 1)
    let (told, _) = try await run(test) { _, _ in .json(429, body, [("Retry-After", "120")]) }
    #expect(told.answer.pause?.until == noon.after(seconds: 120))
    let (page, _) = try await run(test) { _, _ in .html(429) }
    #expect(page.answer.pause?.until == noon.after(seconds: 60))
  }

  @Test("fails on an HTML page", arguments: ConnectorCase.all)
  func html(_ test: ConnectorCase) async throws {
    #expect(try await failure(test, .html(200))?.reason == .notJSON)
  }

  @Test("fails on a body that ends too early", arguments: ConnectorCase.all)
  func truncated(_ test: ConnectorCase) async throws {
    let body = try Fixture.bytes(test.found)
    #expect(try await failure(test, .json(Array(body[..<(body.count / 2)])))?.reason == .truncated)
    let head = "HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n"
    let (outcome, requests) = try await run(test) { _, _ in .raw(Array(head.utf8) + body[..<(body.count / 2)]) }
    #expect(outcome.answer.failure?.reason == .interrupted)
    #expect(requests.count == 3)
  }

  @Test("fails on an empty body", arguments: ConnectorCase.all)
  func empty(_ test: ConnectorCase) async throws {
    #expect(try await failure(test, .json([]))?.reason == .empty)
    #expect(try await failure(test, .json(Array(" \r\n".utf8)))?.reason == .empty)
  }

  // One after another: on a busy machine nine of them at once take longer than an attempt may.
  @Test("fails on a body that is too large", .serialized, arguments: ConnectorCase.all)
  func huge(_ test: ConnectorCase) async throws {
    let head = "HTTP/1.1 200 OK\r\n\r\n"
    let spaces = [UInt8](repeating: 0x20, count: 9 << 20)
    #expect(try await failure(test, .raw(Array(head.utf8) + spaces))?.reason == .tooLarge)
    #expect(try await failure(test, .json(spaces))?.reason == .tooLarge)
  }

  @Test("fails on a gzip bomb", arguments: ConnectorCase.all)
  func bomb(_ test: ConnectorCase) async throws {
    let bomb = Gzip.bomb(mebibytes: 64)
    #expect(bomb.count < 1 << 20)
    #expect(try await failure(test, .json(200, bomb, [("Content-Encoding", "gzip")]))?.reason == .tooLarge)
  }

  @Test("fails on damaged compression", arguments: ConnectorCase.all)
  func damagedCompression(_ test: ConnectorCase) async throws {
    let body = try Fixture.bytes(test.found)
    let reason = try await failure(test, .json(200, body, [("Content-Encoding", "gzip")]))?.reason
    #expect(reason == .malformed)
  }

  @Test("gives up on a vendor that drips or is silent", .timeLimit(.minutes(10)), arguments: ConnectorCase.all)
  func slow(_ test: ConnectorCase) async throws {
    for reply in [Reply.drip(), .silence] {
      let (outcome, _) = try await run(test, hastily: true) { _, _ in reply }
      #expect(outcome.answer.failure?.reason == .timedOut)
      #expect(outcome.attempts == 1)
    }
  }

  @Test("fails on a core field of a wrong type", arguments: ConnectorCase.all)
  func wrongType(_ test: ConnectorCase) async throws {
    let body = try Fixture.text(test.found)
    let wrong = body.replacing(test.core.good, with: test.core.wrong)
    try #require(wrong != body)
    let reason = try await failure(test, .json(Array(wrong.utf8)))?.reason
    #expect(reason == .malformed || reason == .notJSON)
    for body in ["[]", "\"text\"", "17", "null", "{}", "{\"data\":[]}", "{\"data\":{}}"] {
      #expect(try await failure(test, .json(Array(body.utf8)))?.reason == .malformed, "\(body)")
    }
  }

  @Test("fails on an answer about something else", arguments: ConnectorCase.all)
  func wrongSubject(_ test: ConnectorCase) async throws {
    let body = try Fixture.text(test.found)
    let other = body.replacing(test.subject.asked, with: test.subject.other)
    try #require(other != body)
    #expect(try await failure(test, .json(Array(other.utf8)))?.reason == .wrongSubject)
  }

  @Test("does not mind unknown fields", arguments: ConnectorCase.all)
  func unknownFields(_ test: ConnectorCase) async throws {
    let body = try Fixture.text(test.found)
    let first = try #require(body.firstIndex(of: "{"))
    let more = body[...first] + "\"new\": {\"a\": [1, null, {\"b\": 1e99}]}, " + body[body.index(after: first)...]
    let (plain, _) = try await run(test) { _, _ in .json(Array(body.utf8)) }
    let (extended, _) = try await run(test) { _, _ in .json(Array(more.utf8)) }
    #expect(plain.answer == extended.answer)
    #expect(plain.answer.observation != nil)
  }

  @Test("follows no redirect", arguments: ConnectorCase.all)
  func redirect(_ test: ConnectorCase) async throws {
    for status in [301, 302, 303, 307, 308] {
      let (outcome, requests) = try await run(test) { _, number in
        .respond(status: status, headers: [("Location", "http://127.0.0.1:9/elsewhere")], body: [])
      }
      #expect(outcome.answer.failure?.reason == .redirected)
      #expect(requests.count == 1)
    }
  }

  @Test("tries a broken connection again, three times in all", arguments: ConnectorCase.all)
  func reset(_ test: ConnectorCase) async throws {
    let (outcome, requests) = try await run(test) { _, _ in .reset }
    #expect(outcome.answer.failure?.reason == .interrupted)
    #expect(outcome.attempts == 3)
    #expect(requests.count == 3)
    let body = try Fixture.bytes(test.found)
    let (second, _) = try await run(test) { _, number in number == 1 ? .reset : .json(body) }
    #expect(second.answer.observation?.status == .found)
    #expect(second.attempts == 2)
  }

  @Test("tries again when the vendor has trouble, but not on a refusal", arguments: ConnectorCase.all)
  func serverError(_ test: ConnectorCase) async throws {
    for status in [500, 502, 503, 504] {
      let (outcome, requests) = try await run(test) { _, _ in .html(status) }
      #expect(outcome.answer.failure?.reason == .serverError)
      #expect(requests.count == 3)
    }
    for status in [400, 401, 403, 418, 422, 451, 501, 521] {
      let (outcome, requests) = try await run(test) { _, _ in .html(status) }
      #expect(outcome.answer.failure != nil)
      #expect(requests.count == 1)
    }
  }

  @Test("lets no key into what is recorded, even where the vendor repeats it", arguments: ConnectorCase.all)
  func keyStaysSecret(_ test: ConnectorCase) async throws {
    guard test.badKey != nil else { return }
    let escaped = testKey.unicodeScalars.map { "\\u00" + String($0.value, radix: 16) }.joined()
    for written in [testKey, testKey.uppercased(), escaped] {
      let echo =
        "{\"error\": \"bad \(written)\", \"message\": \"\(written)\", \"errors\": [{\"detail\": \"\(written)\"}]}"
      for status in [200, 400, 401, 403, 404, 429, 500] {
        let (outcome, _) = try await run(test) { _, _ in .json(status, Array(echo.utf8), [("X-Key", written)]) }
        #expect(!"\(outcome)".lowercased().contains(testKey))
        #expect(!String(decoding: outcome.body ?? [], as: UTF8.self).contains(written))
      }
    }
    let (outcome, _) = try await run(test) { _, _ in .reset }
    #expect(!"\(outcome)".contains(testKey))
  }
}

extension Timestamp {
  func after(seconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds + seconds * 1000) }
}
