import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// What the loopback server does with a request.
enum Reply: Sendable {
  /// A whole response; the connection stays open.
  case respond(status: Int, headers: [(String, String)] = [], body: [UInt8])
  /// Bytes as they are, then the connection is closed.
  case raw([UInt8])
  /// Some bytes, then one of white space every few milliseconds, for ever.
  case drip(after: String = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n")
  /// Some bytes, then others again and again as fast as they are taken, for ever.
  case flood(after: String, of: [UInt8])
  /// The connection is reset.
  case reset
  /// Nothing at all.
  case silence

  static func json(_ body: [UInt8]) -> Reply { json(200, body) }

  static func json(_ status: Int, _ body: [UInt8], _ headers: [(String, String)] = []) -> Reply {
    .respond(status: status, headers: [("Content-Type", "application/json")] + headers, body: body)
  }

  static func html(_ status: Int) -> Reply {
    .respond(
      status: status, headers: [("Content-Type", "text/html")],
      body: Array("<!DOCTYPE html><html><title>Attention Required! | Cloudflare</title></html>".utf8))
  }
}

/// A server on 127.0.0.1 or ::1 that speaks just enough HTTP/1.1 to misbehave.
final class LoopbackServer: Sendable {
  typealias Script = @Sendable (_ request: String, _ number: Int) -> Reply
  private let channel: any Channel
  private let log: RequestLog

  var port: Int { channel.localAddress?.port ?? 0 }

  /// The heads of the requests so far.
  var requests: [String] { log.heads }

  /// How many connections are open.
  var openConnections: Int { log.openConnections }

  init(host: String = "127.0.0.1", _ script: @escaping Script) async throws {
    let log = RequestLog()
    self.log = log
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(RequestHandler(script: script, log: log))
        }
      }
      .bind(host: host, port: 0).get()
  }

  func close() async { try? await channel.close() }

  /// Runs a body with a server, and closes the server in any case.
  static func with<Result>(
    host: String = "127.0.0.1", _ script: @escaping Script,
    _ body: (LoopbackServer) async throws -> Result
  ) async throws -> Result {
    let server = try await LoopbackServer(host: host, script)
    do {
      let result = try await body(server)
      await server.close()
      return result
    } catch {
      await server.close()
      throw error
    }
  }
}

/// The heads of the requests a server got.
final class RequestLog: Sendable {
  private let entries = Mutex<[String]>([])
  private let connections = Mutex(0)

  var openConnections: Int { connections.withLock { $0 } }

  func countConnection(_ change: Int) { connections.withLock { $0 += change } }

  var heads: [String] { entries.withLock { $0 } }

  /// Adds one and gives its number, from 1.
  func append(_ head: String) -> Int {
    entries.withLock { entries in
      entries.append(head)
      return entries.count
    }
  }
}

private final class RequestHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer
  private let script: LoopbackServer.Script
  private let log: RequestLog
  private var received = ""

  init(script: @escaping LoopbackServer.Script, log: RequestLog) {
    self.script = script
    self.log = log
  }

  func channelActive(context: ChannelHandlerContext) { log.countConnection(1) }

  func channelInactive(context: ChannelHandlerContext) { log.countConnection(-1) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    received += String(buffer: unwrapInboundIn(data))
    while let end = received.firstRange(of: "\r\n\r\n") {
      let head = String(received[..<end.lowerBound])
      received = String(received[end.upperBound...])
      perform(script(head, log.append(head)), context: context)
    }
  }

  private func perform(_ reply: Reply, context: ChannelHandlerContext) {
    switch reply {
    case .respond(let status, let headers, let body):
      var head = "HTTP/1.1 \(status) X\r\nContent-Length: \(body.count)\r\n"
      for (name, value) in headers { head += "\(name): \(value)\r\n" }
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: Array((head + "\r\n").utf8) + body)), promise: nil)
    case .raw(let bytes):
      let channel = context.channel
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)))
        .whenComplete { _ in channel.close(promise: nil) }
    case .drip(let start):
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: start)), promise: nil)
      let channel = context.channel
      channel.eventLoop.scheduleRepeatedTask(initialDelay: .milliseconds(5), delay: .milliseconds(5)) { task in
        guard channel.isActive else { return task.cancel() }
        channel.writeAndFlush(ByteBuffer(string: " "), promise: nil)
      }
    case .flood(let start, let piece):
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: start)), promise: nil)
      Self.pour(ByteBuffer(bytes: piece), into: context.channel)
    case .reset:
      let channel = context.channel
      _ = (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        .always { _ in channel.close(promise: nil) }
    case .silence:
      break
    }
  }

  private static func pour(_ piece: ByteBuffer, into channel: any Channel) {
    channel.writeAndFlush(piece).whenSuccess {
      // Not at once: a write that is done at once would call itself for ever.
      channel.eventLoop.execute { pour(piece, into: channel) }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
