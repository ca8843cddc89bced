import NIOCore
import NIOPosix

/// What came back over a socket, byte for byte, and how it ended.
struct RawAnswer {
  var bytes: [UInt8] = []
  /// The error with which reading ended, nil where the other side closed in good order.
  var error: (any Error)?

  var text: String { String(decoding: bytes, as: UTF8.self) }
  var head: String { text.components(before: "\r\n\r\n") }
  var statusLine: String { head.components(before: "\r\n") }
  var body: [UInt8] {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return [] }
    return Array(bytes[end.upperBound...])
  }
}

/// Sends one request and reads until the connection ends: HTTP libraries would hide what is looked for here.
enum RawClient {
  static func send(
    _ request: String, port: Int, upTo limit: Int = .max,
    until isEnough: @escaping @Sendable ([UInt8]) -> Bool = { _ in false }
  ) async throws -> RawAnswer {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      var answer = RawAnswer()
      try await outbound.write(ByteBuffer(string: request))
      do {
        for try await buffer in inbound {
          answer.bytes += buffer.readableBytesView
          if answer.bytes.count >= limit || isEnough(answer.bytes) { break }
        }
      } catch {
        answer.error = error
      }
      return answer
    }
  }

  static func get(_ target: String, port: Int, headers: String = "", upTo limit: Int = .max) async throws -> RawAnswer {
    try await send(
      "GET \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\(headers)Connection: close\r\n\r\n", port: port,
      upTo: limit)
  }
}

extension String {
  fileprivate func components(before mark: String) -> String {
    firstRange(of: mark).map { String(self[..<$0.lowerBound]) } ?? self
  }
}

/// Undoes chunked transfer coding; nil where it is cut or malformed.
func unchunked(_ body: [UInt8]) -> [UInt8]? {
  var rest = body[...]
  var whole: [UInt8] = []
  while let end = rest.firstRange(of: [13, 10]) {
    guard let count = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16) else { return nil }
    rest = rest[end.upperBound...]
    if count == 0 { return rest.elementsEqual([13, 10]) ? whole : nil }
    guard rest.count >= count + 2 else { return nil }
    whole += rest.prefix(count)
    rest = rest.dropFirst(count + 2)
  }
  return nil
}
