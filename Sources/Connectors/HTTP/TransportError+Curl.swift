import Curl

extension TransportError {
  /// Puts an error of a transfer into words that say what to do.
  init(_ error: CurlError, host: String, limit: Duration) {
    let more = error.detail.isEmpty ? "" : ": \(error.detail)"
    let (code, words): (Code, String) =
      switch error.reason {
      case .cancelled: (.cancelled, "stopped")
      case .unavailable: (.unreachable, "\(host) cannot be asked\(more)")
      case .nameNotFound: (.unreachable, "the name \(host) could not be found")
      case .notConnected: (.unreachable, "no connection to \(host)\(more)")
      case .connectTimedOut: (.connectTimedOut, "no connection to \(host) in time")
      case .timedOut: (.timedOut, "\(host) did not answer within \(limit.inSeconds) seconds")
      case .proxyFailed: (.unreachable, "the proxy cannot be used\(more)")
      case .tunnelRefused(407):
        (.unreachable, "the proxy wants a user name and password: http://user:password@host:port")
      case .tunnelRefused(let status): (.unreachable, "the proxy did not connect to \(host): HTTP \(status)")
      case .certificateNotTrusted:
        (
          .untrusted,
          "the certificate of \(host) is not trusted; where a proxy has its own, name it in SSL_CERT_FILE\(more)"
        )
      case .certificatesUnreadable: (.untrusted, "SSL_CERT_FILE cannot be read as certificates in PEM")
      case .noTLS: (.untrusted, "no TLS with \(host)\(more)")
      case .broken: (.interrupted, "\(host) closed the connection before its answer was complete\(more)")
      case .malformed: (.malformed, "\(host) does not answer in HTTP\(more)")
      case .wronglyCompressed: (.malformed, "the answer is compressed wrongly\(more)")
      case .headTooLarge: (.tooLarge, "the head of the answer is larger than we take")
      case .bodyTooLarge: (.tooLarge, "the answer is larger than we take")
      }
    self.init(code, words)
  }
}

extension Duration {
  /// `20` or `0.4`.
  fileprivate var inSeconds: String {
    let (seconds, attoseconds) = components
    let tenths = attoseconds / 100_000_000_000_000_000
    return tenths == 0 ? "\(seconds)" : "\(seconds).\(tenths)"
  }
}
