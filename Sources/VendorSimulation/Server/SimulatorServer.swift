import NIOCore
import NIOHTTP1
import NIOPosix
import Time

/// Serves a ``Simulator`` over HTTP/1.1.
///
/// Requests are parsed by NIO; answers are written byte by byte by us, because many of them are wrong on purpose.
public final class SimulatorServer: Sendable {
  /// The vendors that it serves.
  public let simulator: Simulator
  /// Where it listens.
  public let host: String
  /// The port, chosen by the system where 0 was asked for.
  public let port: Int

  private let acceptor: Task<Void, any Error>

  /// Starts to listen; throws where the address cannot be bound.
  public static func start(
    _ simulator: Simulator, host: String = "127.0.0.1", port: Int = 0
  ) async throws -> SimulatorServer {
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(ChannelOptions.backlog, value: 256)
      .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
      .bind(host: host, port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)))
          return try NIOAsyncChannel<HTTPServerRequestPart, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    let bound = listener.channel.localAddress?.port ?? port
    let acceptor = Task {
      try await withThrowingDiscardingTaskGroup { group in
        try await listener.executeThenClose { connections in
          for try await connection in connections {
            group.addTask { await Connection(channel: connection, simulator: simulator).serve() }
          }
        }
      }
    }
    return SimulatorServer(simulator: simulator, host: host, port: bound, acceptor: acceptor)
  }

  private init(simulator: Simulator, host: String, port: Int, acceptor: Task<Void, any Error>) {
    self.simulator = simulator
    self.host = host
    self.port = port
    self.acceptor = acceptor
  }

  /// Where it is reached, such as `http://127.0.0.1:8080`.
  public var url: String {
    host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
  }

  /// Stops listening and closes every connection, the stalled ones too.
  public func stop() async {
    acceptor.cancel()
    _ = await acceptor.result
  }
}
