import Curl

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Carries requests with the system's libcurl: bounded in time and size, without redirects, through the proxies that the
/// environment names, over TLS that trusts what the system trusts.
public final class CurlTransport: HTTPTransport {
  /// How long making a connection may take.
  public static let connectLimit = Duration.seconds(5)
  /// How large a body may be, as it is sent and decompressed.
  public static let bodyLimit = 8 << 20

  private let session: CurlSession
  private let proxies: ProxySettings
  private let certificateFile: String?
  private let certificateFolder: String?
  private let userAgent: String
  private let bodyLimit: Int

  /// A transport, to be shut down after use.
  ///
  /// - Parameters:
  ///   - userAgent: what to call ourselves, such as `iocledger/1.0.0`.
  ///   - environment: the process's environment, for the proxies, for `SSL_CERT_FILE` and `SSL_CERT_DIR`.
  public init(
    userAgent: String, environment: [String: String], bodyLimit: Int = CurlTransport.bodyLimit
  ) throws(SettingsError) {
    proxies = try ProxySettings(environment: environment)
    certificateFile = try Self.readable("SSL_CERT_FILE", environment)
    certificateFolder = try Self.readable("SSL_CERT_DIR", environment)
    self.userAgent = userAgent
    self.bodyLimit = bodyLimit
    do {
      session = try CurlSession()
    } catch {
      throw SettingsError(problems: ["\(error.detail); install it, such as with 'apt-get install libcurl4'"])
    }
  }

  /// What a variable names of the certificates to trust in place of the system's.
  private static func readable(_ variable: String, _ environment: [String: String]) throws(SettingsError) -> String? {
    guard let path = environment[variable], !path.isEmpty else { return nil }
    guard access(path, R_OK) == 0 else { throw SettingsError(problems: ["\(variable): '\(path)' cannot be read"]) }
    return path
  }

  /// Closes all connections; the transport cannot be used afterwards.
  public func shutdown() async { await session.end() }

  /// Sends a request and reads the whole response.
  public func send(_ request: HTTPRequest, within limit: Duration) async throws(TransportError) -> HTTPResponse {
    guard limit > .zero else { throw TransportError(.timedOut, "no time is left") }
    var transfer = Transfer(
      request.url, connectLimit: min(limit, Self.connectLimit), limit: limit, bodyLimit: bodyLimit)
    transfer.headers = request.headers.map { ($0.name, $0.value) } + [("User-Agent", userAgent)]
    transfer.proxy = proxies.proxy(for: request.base)
    transfer.proxyExceptions = proxies.exceptions
    transfer.certificateFile = certificateFile
    transfer.certificateFolder = certificateFolder
    do {
      let answer = try await session.run(transfer)
      return HTTPResponse(
        status: answer.status, headers: answer.headers.map { HTTPHeader($0.name, $0.value) }, body: answer.body)
    } catch {
      throw TransportError(error, host: request.base.host, limit: limit)
    }
  }
}
