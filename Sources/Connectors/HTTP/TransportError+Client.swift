import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension TransportError {
  /// Reads an error of the client and of what lies below it.
  init(_ error: any Error, host: String) {
    if error is CancellationError {
      self.init(.cancelled, "stopped")
    } else if let error = error as? HTTPClientError {
      self = Self.of(error, host: host)
    } else if let error = error as? HTTPParserError, error == .invalidEOFState {
      self.init(.interrupted, "\(host) closed the connection before its answer was complete")
    } else if error is HTTPParserError {
      self.init(.malformed, "\(host) does not answer in HTTP")
    } else if let error = error as? NIOHTTPDecompression.DecompressionError {
      self = Self.of(error)
    } else if error is NIOHTTPDecompression.ExtraDecompressionError {
      self.init(.malformed, "the answer is compressed wrongly")
    } else if let error = error as? NIOConnectionError {
      self = Self.of(error, host: host)
    } else if let error = error as? IOError {
      self = Self.of(error, host: host)
    } else if error is NIOSSLError || error is BoringSSLError || error is NIOSSLExtraError {
      self = Self.ofTLS(error, host: host)
    } else {
      self.init(.unreachable, "\(host): \(error)")
    }
  }

  private static func of(_ error: HTTPClientError, host: String) -> TransportError {
    switch error {
    case .connectTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
      TransportError(.connectTimedOut, "no connection to \(host) in time")
    case .readTimeout, .writeTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout:
      TransportError(.timedOut, "\(host) did not answer in time")
    case .remoteConnectionClosed:
      TransportError(.interrupted, "\(host) closed the connection before its answer was complete")
    case .cancelled:
      TransportError(.cancelled, "stopped")
    case .proxyAuthenticationRequired:
      TransportError(.malformed, "the proxy wants a user name and password: http://user:password@host:port")
    case .invalidProxyResponse:
      TransportError(.unreachable, "the proxy did not connect to \(host)")
    default:
      TransportError(.unreachable, "\(host): \(error.shortDescription)")
    }
  }

  private static func of(_ error: NIOHTTPDecompression.DecompressionError) -> TransportError {
    if case .limit = error { return TransportError(.tooLarge, "the answer, decompressed, is larger than we take") }
    return TransportError(.malformed, "the answer is compressed wrongly")
  }

  private static func ofTLS(_ error: any Error, host: String) -> TransportError {
    let text = String(describing: error)
    if text.contains("CERTIFICATE_VERIFY_FAILED") {
      return TransportError(
        .untrusted, "the certificate of \(host) is not trusted; where a proxy has its own, name it in SSL_CERT_FILE")
    }
    if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname {
      return TransportError(.untrusted, "the certificate is for another name than \(host)")
    }
    return TransportError(.untrusted, "no TLS with \(host): \(text)")
  }

  private static func of(_ error: IOError, host: String) -> TransportError {
    let whileOpen = [ECONNRESET, ECONNABORTED, EPIPE, ENOTCONN, EBADF]
    return whileOpen.contains(error.errnoCode)
      ? TransportError(.interrupted, "the connection to \(host) broke: \(error.description)")
      : TransportError(.unreachable, "no connection to \(host): \(error.description)")
  }

  private static func of(_ error: NIOConnectionError, host: String) -> TransportError {
    if error.dnsAError != nil, error.dnsAAAAError != nil {
      return TransportError(.unreachable, "the name \(host) could not be found")
    }
    let reasons = error.connectionErrors.map(\.error)
    if let reason = reasons.first(where: { $0 is NIOSSLError || $0 is BoringSSLError || $0 is NIOSSLExtraError }) {
      return ofTLS(reason, host: host)
    }
    if reasons.contains(where: { $0 is ChannelError }) {
      return TransportError(.connectTimedOut, "no connection to \(host) in time")
    }
    let reason = reasons.lazy.compactMap { $0 as? IOError }.first?.description
    return TransportError(.unreachable, "no connection to \(host)" + (reason.map { ": \($0)" } ?? ""))
  }
}
