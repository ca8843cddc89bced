import NIOCore
import NIOHTTP1

/// One connection: reads requests one after the other, and puts each answer on the wire as it is to arrive.
struct Connection {
  let channel: NIOAsyncChannel<HTTPServerRequestPart, ByteBuffer>
  let simulator: Simulator

  /// A request body beyond this many bytes ends the connection.
  private static let maximumBody = 4 << 20

  /// Serves until either side ends the connection.
  func serve() async {
    // What a client does to its connection is no error of ours.
    try? await channel.executeThenClose { inbound, outbound in
      var head: HTTPRequestHead?
      var body: [UInt8] = []
      for try await part in inbound {
        switch part {
        case .head(let received):
          head = received
          body = []
          if received.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }) {
            try await outbound.write(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n"))
          }
        case .body(let buffer):
          body += buffer.readableBytesView
          if body.count > Self.maximumBody { return }
        case .end:
          guard let received = head else { return }
          head = nil
          let request = Request(
            method: received.method.rawValue, target: received.uri,
            headers: received.headers.map { Field($0.name, $0.value) }, body: body)
          let answer = await simulator.answer(request)
          let writer = AnswerWriter(
            channel: channel.channel, outbound: outbound, date: await simulator.now, isHead: received.method == .HEAD,
            keepsAlive: received.isKeepAlive)
          guard try await writer.write(answer) else { return }
        }
      }
    }
  }
}
