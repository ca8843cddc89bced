import Foundation
import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import VendorSimulation

/// What arrives over a real socket.
@Suite(.timeLimit(.minutes(10)))
struct DeliveryTests {
  private static let path = "/abuseipdb/api/v2/check?ipAddress=203.0.113.10&verbose"

  private func get(_ fault: Fault?, target: String = path, upTo limit: Int = .max) async throws -> RawAnswer {
    let vendors = Vendors { $0.faults = fault.map { [FaultRule($0)] } ?? [] }
    let server = try await SimulatorServer.start(vendors.simulator)
    let headers =
      "Key: \(APIKeys.standard(.abuseipdb, .full))\r\nAccept: application/json\r\nx-apikey: \(APIKeys.standard(.virustotal, .full))\r\n"
    let answer = try await RawClient.get(target, port: server.port, headers: headers, upTo: limit)
    await server.stop()
    return answer
  }

  private func contentLength(_ answer: RawAnswer) -> Int? {
    answer.head.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }.flatMap { Int($0.dropFirst(16)) }
  }

  @Test("an honest answer is whole")
  func whole() async throws {
    let answer = try await get(nil)
    #expect(answer.statusLine == "HTTP/1.1 200 OK")
    #expect(answer.body.count == contentLength(answer))
    #expect(answer.head.contains("Connection: close"))
  }

  @Test("Shodan's answers come in chunks that add up")
  func chunked() async throws {
    let answer = try await get(nil, target: "/shodan/host/203.0.113.10?key=\(APIKeys.standard(.shodan, .full))")
    let body = try #require(unchunked(answer.body))
    #expect(body.count > 1024 && body.last == UInt8(ascii: "}"))
  }

  @Test("a reset is a reset, before or within the answer", arguments: [Fault.reset, .resetInBody])
  func reset(fault: Fault) async throws {
    let answer = try await get(fault)
    let error = try #require(answer.error as? IOError)
    #expect(error.errnoCode == ECONNRESET)
    #expect(answer.bytes.isEmpty == (fault == .reset))
  }

  @Test("closed without an answer")
  func close() async throws {
    let answer = try await get(.close)
    #expect(answer.bytes.isEmpty && answer.error == nil)
  }

  @Test("a slow body comes piece by piece")
  func slow() async throws {
    let vendors = Vendors { $0.faults = [FaultRule(.slow)] }
    let server = try await SimulatorServer.start(vendors.simulator)
    let request = "GET /203.0.113.10 HTTP/1.1\r\nHost: x\r\n\r\n"
    let answer = try await RawClient.send(request, port: server.port) { bytes in
      String(decoding: bytes, as: UTF8.self).contains("\r\n\r\n{\"cp")
    }
    let announced = try #require(contentLength(answer))
    #expect(answer.body.count < announced / 4)
    await server.stop()
  }

  @Test("truncated: fewer bytes than announced")
  func truncated() async throws {
    let answer = try await get(.truncated)
    let announced = try #require(contentLength(answer))
    #expect(answer.body.count == announced / 2)
  }

  @Test("truncated chunks: the last chunk is cut and no end comes")
  func truncatedChunks() async throws {
    let answer = try await get(.truncatedChunks)
    #expect(answer.head.contains("Transfer-Encoding: chunked"))
    #expect(unchunked(answer.body) == nil && !answer.body.isEmpty)
  }

  @Test("a huge body goes on as long as one reads, and a stopped reader does not hurt")
  func huge() async throws {
    #expect(try await get(.huge, upTo: 3 << 20).bytes.count >= 3 << 20)
  }

  @Test("a bomb is small on the wire")
  func bomb() async throws {
    let answer = try await get(.gzipBomb)
    #expect(answer.head.contains("Content-Encoding: gzip"))
    #expect((100_000..<3 << 20).contains(answer.body.count))
  }

  @Test("a redirect leads to another host, where the log shows what arrived")
  func redirect() async throws {
    let vendors = Vendors { $0.faults = [FaultRule(.redirect)] }
    let server = try await SimulatorServer.start(vendors.simulator)
    let answer = try await RawClient.get("/api/v3/domains/news.example", port: server.port)
    #expect(answer.head.contains("Location: http://localhost:\(server.port)/_elsewhere/api/v3/domains/news.example"))
    _ = try await RawClient.get(
      "/_elsewhere/x", port: server.port, headers: "x-apikey: \(APIKeys.standard(.virustotal, .full))\r\n")
    let log = await vendors.simulator.log
    #expect(log.counts["elsewhere"] == 1)
    #expect(log.entries.last?.key == "full of virustotal")
    await server.stop()
  }

  @Test("a stalled request ends when the server stops", arguments: [Fault.stall, .stallInBody])
  func stall(fault: Fault) async throws {
    let vendors = Vendors { $0.faults = [FaultRule(fault)] }
    let server = try await SimulatorServer.start(vendors.simulator)
    async let answer = RawClient.get(Self.path, port: server.port, headers: "Accept: application/json\r\n")
    try await until { await !vendors.simulator.log.entries.isEmpty }
    await server.stop()
    #expect(try await answer.bytes.isEmpty || fault == .stallInBody)
  }

  @Test("several requests on one connection are answered in order")
  func pipelining() async throws {
    let vendors = Vendors()
    let server = try await SimulatorServer.start(vendors.simulator)
    let requests = ["/203.0.113.10", "/192.0.2.199", "/1.2.3"].map { "GET \($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined()
    let answer = try await RawClient.send(requests, port: server.port) { bytes in
      String(decoding: bytes, as: UTF8.self).contains("ipvanyaddress\"}]}")
    }
    let statuses = answer.text.split(separator: "HTTP/1.1 ").map { $0.prefix(3) }
    #expect(statuses == ["200", "404", "422"])
    await server.stop()
  }

  @Test(
    "bytes that are no HTTP end the connection and nothing else",
    arguments: ["\u{0}\u{1}\u{2}\r\n\r\n", "GET\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n"])
  func garbage(text: String) async throws {
    let vendors = Vendors()
    let server = try await SimulatorServer.start(vendors.simulator)
    _ = try await RawClient.send(text, port: server.port)
    #expect(try await RawClient.get("/203.0.113.10", port: server.port).statusLine == "HTTP/1.1 200 OK")
    await server.stop()
  }
}
