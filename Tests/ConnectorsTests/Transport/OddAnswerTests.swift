import Connectors
import Testing

/// What a server may send in place of a proper answer, byte by byte: each becomes an answer or a failure with a reason.
// One after another: floods take the server's threads from others.
@Suite("Odd answers", .serialized)
struct OddAnswerTests {
  /// What becomes of an answer.
  enum Outcome: Equatable {
    case answer(Int, String = "")
    case failure(TransportError.Code)
  }

  private func outcome(_ reply: Reply, within limit: Duration = .seconds(20)) async throws -> Outcome {
    let transport = try CurlTransport(userAgent: "iocledger/test", environment: [:])
    let outcome = try await LoopbackServer.with({ _, _ in reply }) { server in
      let base = try BaseURL(parsing: "http://127.0.0.1:\(server.port)")
      do throws(TransportError) {
        let response = try await transport.send(HTTPRequest(at: base, path: ["p"]), within: limit)
        return Outcome.answer(response.status, String(decoding: response.body, as: UTF8.self))
      } catch {
        #expect(!error.detail.isEmpty && error.detail.utf8.count < 300)
        return .failure(error.code)
      }
    }
    await transport.shutdown()
    return outcome
  }

  private func outcome(_ head: String, _ rest: String = "") async throws -> Outcome {
    try await outcome(.raw(Array((head.replacing("\n", with: "\r\n") + "\r\n\r\n" + rest).utf8)))
  }

  @Test("every status is an answer, also the ones nobody has defined", arguments: [200, 203, 206, 226, 299])
  func success(_ status: Int) async throws {
    #expect(try await outcome("HTTP/1.1 \(status) X\nContent-Length: 2", "{}") == .answer(status, "{}"))
  }

  @Test(
    "and so is every refusal, whatever it asks for",
    arguments: [
      "300 X", "301 X\nLocation: http://127.0.0.1:9/", "305 X\nLocation: http://127.0.0.1:9/", "399 X", "400 X",
      "401 X\nWWW-Authenticate: Negotiate, NTLM, Digest realm=\"x\"", "404",
      "407 X\nProxy-Authenticate: Basic realm=\"x\"", "408 X\nConnection: close", "413 X\nRetry-After: soon", "417 X",
      "421 X", "426 X\nUpgrade: h2c\nConnection: upgrade",
      "429 X", "451 X", "499 X", "500 X", "503 X", "511 X", "599 X", "600 X", "999 X",
    ])
  func refusals(_ line: String) async throws {
    let status = try #require(Int(line.prefix(3)))
    #expect(try await outcome("HTTP/1.1 \(line)\nContent-Length: 2", "{}") == .answer(status, "{}"))
  }

  @Test("204 and 304 have no body, whatever follows them", arguments: [204, 304])
  func bodiless(_ status: Int) async throws {
    #expect(try await outcome("HTTP/1.1 \(status) X\nContent-Length: 2", "{}") == .answer(status))
  }

  @Test(
    "what is no status line of HTTP/1 is malformed",
    arguments: [
      "SSH-2.0-OpenSSH_9.6", "ICY 200 OK", "HTTP/1.1 42 X", "HTTP/1.1 000 X", "HTTP/1.1 099 X", "HTTP/1.1 1000 X",
      "HTTP/1.1 -200 X", "HTTP/1.1 abc X", "HTTP/3.7 200 X", "HTTP/0.9 200 X", "{}", "\nHTTP/1.1 200 OK",
      "HTTP/1.1 200 OK\n folded first", "HTTP/1.1 200 OK\nno colon here", "HTTP/1.1 200 OK\nX: a\0b",
    ])
  func noHTTP(_ head: String) async throws {
    #expect(try await outcome(head, "{}") == .failure(.malformed))
  }

  @Test("interim answers are passed over, however many there are, but not for ever")
  func interim() async throws {
    let final = "HTTP/1.1 200 OK\nContent-Length: 2"
    #expect(try await outcome("HTTP/1.1 100 Continue\n\n" + final, "{}") == .answer(200, "{}"))
    let hints = String(repeating: "HTTP/1.1 103 Early Hints\nLink: </x>; rel=preload\n\n", count: 20)
    #expect(try await outcome(hints + final, "{}") == .answer(200, "{}"))
    #expect(try await outcome("HTTP/1.1 101 Switching Protocols\nUpgrade: x", "hello") == .answer(101, "hello"))
    #expect(try await outcome("HTTP/1.1 100 Continue") == .failure(.interrupted))
    let endless = Reply.flood(after: "", of: Array("HTTP/1.1 102 Processing\r\n\r\n".utf8))
    #expect(try await outcome(endless) == .failure(.tooLarge))
  }

  @Test("of two answers the first one counts")
  func repeated() async throws {
    let first = "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}"
    #expect(try await outcome(first + "HTTP/1.1 500 X\nContent-Length: 2", "no") == .answer(200, "{}"))
    #expect(try await outcome("HTTP/1.1 404 X\nContent-Length: 0\n\nHTTP/1.1 200 OK", "{}") == .answer(404))
  }

  @Test(
    "a body in chunks, up to the end, or of the length stated is read whole",
    arguments: [
      ("Transfer-Encoding: chunked", "3\r\n{\"a\r\n5;x=y\r\n\": 1}\r\n0\r\nRetry-After: 9\r\n\r\n", "{\"a\": 1}"),
      ("X: y", "{\"a\": 1}", "{\"a\": 1}"), ("Content-Length: 2\nContent-Length: 2", "{}", "{}"),
      ("Content-Length: 50\nTransfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n", "{}"),
      ("Transfer-Encoding: chunked\nContent-Length: 1", "2\r\n{}\r\n0\r\n\r\n", "{}"),
      ("Content-Length: 0", "", ""), ("Content-Length: 2", "{} and more", "{}"),
    ])
  func framing(_ headers: String, _ rest: String, _ body: String) async throws {
    #expect(try await outcome("HTTP/1.1 200 OK\n" + headers, rest) == .answer(200, body))
  }

  @Test(
    "a length or a chunk that makes no sense is malformed",
    arguments: [
      ("Content-Length: -5", "{}"), ("Content-Length: many", "{}"), ("Content-Length: ", "{}"),
      ("Content-Length: 2\nContent-Length: 20", "{}"), ("Content-Length: 20\nContent-Length: 2", "{}"),
      ("Transfer-Encoding: chunked", "zz\r\n{}\r\n0\r\n\r\n"), ("Transfer-Encoding: chunked", "-2\r\n{}\r\n0\r\n\r\n"),
      ("Transfer-Encoding: chunked", "fffffffffffffffffff\r\n{}"), ("Transfer-Encoding: chunked", "2\r\n{}XX0\r\n\r\n"),
      ("Transfer-Encoding: nonsense", "{}"), ("Content-Encoding: nonsense", "{}"), ("Content-Encoding: gzip", "{}"),
      ("Content-Encoding: deflate", "neither zlib nor deflate"),
      ("Content-Encoding: gzip, gzip, gzip, gzip, gzip, gzip, gzip", "{}"),
    ])
  func badFraming(_ headers: String, _ rest: String) async throws {
    #expect(try await outcome("HTTP/1.1 200 OK\n" + headers, rest) == .failure(.malformed))
  }

  @Test("an end before the end is an interruption, wherever it comes")
  func premature() async throws {
    let cuts = [
      "", "HTTP/1.1 2", "HTTP/1.1 404 Not Found\r\n", "HTTP/1.1 200 OK\r\nContent-Le",
      "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{}", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
    ]
    for cut in cuts { #expect(try await outcome(.raw(Array(cut.utf8))) == .failure(.interrupted), "\(cut)") }
    #expect(try await outcome(.reset) == .failure(.interrupted))
  }

  @Test("a head that is too long, has too many lines, or never ends is too large")
  func heads() async throws {
    let start = "HTTP/1.1 200 OK\r\n"
    let long = String(repeating: "a", count: 60_000)
    for piece in ["X: y\r\n", "X: \(long)\r\n", long, " folded\r\n", "X: y\n"] {
      let flood = Reply.flood(after: start + "X: y\r\n", of: Array(piece.utf8))
      #expect(try await outcome(flood) == .failure(.tooLarge), "\(piece.prefix(9))")
    }
    let large = start + "X: \(String(repeating: "a", count: 40_000))\r\nContent-Length: 2\r\n\r\n{}"
    #expect(try await outcome(.raw(Array(large.utf8))) == .answer(200, "{}"))
  }

  @Test("a body that never ends is too large, in chunks, compressed to nothing, and behind a length of any size")
  func bodies() async throws {
    let spaces = [UInt8](repeating: 0x20, count: 60_000)
    let chunk = Array("ea60\r\n".utf8) + spaces + Array("\r\n".utf8)
    let replies: [Reply] = [
      .flood(after: "HTTP/1.1 200 OK\r\n\r\n", of: spaces),
      .flood(after: "HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\n\r\n", of: chunk),
      .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n{}".utf8)),
      .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n{}".utf8)),
      .flood(
        after: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n", of: Array("T: x\r\n".utf8)),
    ]
    for reply in replies { #expect(try await outcome(reply) == .failure(.tooLarge), "\(reply)") }
    // Stored blocks without anything in them: 00 0000 FFFF.
    let head = Array("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n".utf8) + [0x78, 0x9C]
    let blocks = (0..<(9 << 20) / 5).flatMap { _ in [0x00, 0x00, 0x00, 0xFF, 0xFF] as [UInt8] }
    #expect(try await outcome(.raw(head + blocks)) == .failure(.tooLarge))
  }

  @Test("what drips is given up when its time is over, in the head as in the body")
  func drips() async throws {
    for start in ["HTTP/1.1 200 OK\r\nX:", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 100 Continue\r\nX:"] {
      #expect(try await outcome(.drip(after: start), within: .milliseconds(300)) == .failure(.timedOut), "\(start)")
    }
    #expect(try await outcome(.silence, within: .milliseconds(300)) == .failure(.timedOut))
  }

  @Test("what was compressed comes back as it was, and damage shows")
  func compression() async throws {
    let text = Array(String(repeating: "{\"a\": 1} ", count: 400).utf8)
    let head = Array("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".utf8)
    let packed = Gzip.stored(text)
    #expect(try await outcome(.raw(head + packed)) == .answer(200, String(decoding: text, as: UTF8.self)))
    let wrongSum = packed.dropLast(8) + [0, 0, 0, 0] + packed.suffix(4)
    #expect(try await outcome(.raw(head + wrongSum)) == .failure(.malformed))
    #expect(try await outcome(.raw(head + packed + Array("and more".utf8))) == .failure(.malformed))
  }
}
