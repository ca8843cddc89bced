import AsyncHTTPClient
import Events
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOSSL

/// Carries requests with AsyncHTTPClient: bounded in time and size, without redirects, through the proxies that the
/// environment names, over TLS that trusts what the system trusts.
public final class AsyncHTTPTransport: HTTPTransport {
  /// How long making a connection may take.
  public static let connectLimit = Duration.seconds(5)
  /// How large a body may be, decompressed.
  public static let bodyLimit = 8 << 20

  private let proxies: ProxySettings
  private let direct: HTTPClient
  private let proxied: [ProxySettings.Proxy: HTTPClient]
  private let userAgent: String
  private let bodyLimit: Int

  /// A transport, to be shut down after use.
  ///
  /// - Parameters:
  ///   - userAgent: what to call ourselves, such as `iocledger/1.0.0`.
  ///   - environment: the process's environment, for the proxies and for `SSL_CERT_FILE`.
  public init(
    userAgent: String, environment: [String: String], bodyLimit: Int = AsyncHTTPTransport.bodyLimit
  ) throws(SettingsError) {
    proxies = try ProxySettings(environment: environment)
    self.userAgent = userAgent
    self.bodyLimit = bodyLimit
    let configuration = Self.configuration(bodyLimit: bodyLimit, tls: try Self.tls(environment))
    direct = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    var proxied: [ProxySettings.Proxy: HTTPClient] = [:]
    for proxy in Set([proxies.forSecure, proxies.forPlain].compactMap { $0 }) {
      var configuration = configuration
      configuration.proxy = proxy.forClient
      proxied[proxy] = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }
    self.proxied = proxied
  }

  private static func configuration(bodyLimit: Int, tls: TLSConfiguration?) -> HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: .init(connectLimit), read: .init(Lookup.attemptLimit)),
      // A little more than we take ourselves, so that it is our own count that speaks first.
      decompression: .enabled(limit: .size(bodyLimit + 1)))
    // Attempts are counted by the lookup, in one place.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.tlsConfiguration = tls
    return configuration
  }

  /// The certificates to trust, where `SSL_CERT_FILE` names others than the system's.
  private static func tls(_ environment: [String: String]) throws(SettingsError) -> TLSConfiguration? {
    guard let file = environment["SSL_CERT_FILE"], !file.isEmpty else { return nil }
    do {
      var tls = TLSConfiguration.makeClientConfiguration()
      tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(file))
      return tls
    } catch {
      throw SettingsError(problems: ["SSL_CERT_FILE: '\(file)' cannot be read as certificates in PEM"])
    }
  }

  /// Closes all connections; the transport cannot be used afterwards.
  public func shutdown() async {
    for client in [direct] + proxied.values { try? await client.shutdown() }
  }

  /// Sends a request and reads the whole response.
  public func send(_ request: HTTPRequest, within limit: Duration) async throws(TransportError) -> HTTPResponse {
    guard limit > .zero else { throw TransportError(.timedOut, "no time is left") }
    let result = await withTaskGroup(of: Result<HTTPResponse, TransportError>?.self) { group in
      group.addTask { await self.exchange(request) }
      // The client's own deadline ends with the response's head; a body that drips needs this one.
      group.addTask {
        try? await Task.sleep(for: limit, clock: .continuous)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
    if Task.isCancelled { throw TransportError(.cancelled, "stopped") }
    guard let result else {
      throw TransportError(.timedOut, "\(request.base.host) did not answer within \(limit.components.seconds) seconds")
    }
    return try result.get()
  }

  private func exchange(_ request: HTTPRequest) async -> Result<HTTPResponse, TransportError> {
    let client = proxies.proxy(for: request.base).flatMap { proxied[$0] } ?? direct
    var outgoing = HTTPClientRequest(url: request.url)
    for header in request.headers { outgoing.headers.add(name: header.name, value: header.value) }
    outgoing.headers.add(name: "Accept-Encoding", value: "gzip")
    outgoing.headers.add(name: "User-Agent", value: userAgent)
    do {
      let response = try await client.execute(outgoing, timeout: .init(Lookup.attemptLimit))
      let body = try await body(of: response)
      let headers = response.headers.map { HTTPHeader($0.name, $0.value) }
      return .success(HTTPResponse(status: Int(response.status.code), headers: headers, body: body))
    } catch let error as TransportError {
      return .failure(error)
    } catch {
      return .failure(TransportError(error, host: request.base.host))
    }
  }

  private func body(of response: HTTPClientResponse) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await buffer in response.body {
      guard bytes.count + buffer.readableBytes <= bodyLimit else {
        throw TransportError(.tooLarge, "the answer is larger than \(bodyLimit >> 20) MiB")
      }
      bytes.append(contentsOf: buffer.readableBytesView)
    }
    // A cancelled body ends without an error; what came so far is not the answer.
    try Task.checkCancellation()
    return bytes
  }
}

extension ProxySettings.Proxy {
  fileprivate var forClient: HTTPClient.Configuration.Proxy {
    if isSOCKS { return .socksServer(host: host, port: port) }
    guard let credentials else { return .server(host: host, port: port) }
    return .server(
      host: host, port: port,
      authorization: .basic(credentials: Base64.encode(credentials.utf8)))
  }
}
