/// Carries one request to a vendor and brings back the whole response.
public protocol HTTPTransport: Sendable {
  /// Sends a request; redirects are not followed, and the response's body is bounded and decompressed.
  ///
  /// `limit` covers everything from the connection to the last byte.
  func send(_ request: HTTPRequest, within limit: Duration) async throws(TransportError) -> HTTPResponse
}

/// Why there is no response; never with a URL or a header in it.
public struct TransportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sort of error.
  public let code: Code
  /// What happened, in words.
  public let detail: String

  /// The sorts of error.
  public enum Code: Hashable, Sendable {
    /// The task was cancelled.
    case cancelled
    /// No connection could be made.
    case unreachable
    /// A connection was made, but TLS was not agreed: a certificate that is not trusted, or no TLS at all.
    case untrusted
    /// A connection could not be made in time.
    case connectTimedOut
    /// The whole time is over.
    case timedOut
    /// The connection broke.
    case interrupted
    /// The response is larger than allowed.
    case tooLarge
    /// What came back is no HTTP, or is compressed wrongly.
    case malformed
  }

  /// States an error.
  public init(_ code: Code, _ detail: String) {
    self.code = code
    self.detail = detail.bounded
  }

  /// The detail.
  public var description: String { detail }

  /// Whether another attempt may go better.
  var isWorthRetrying: Bool {
    switch code {
    case .unreachable, .connectTimedOut, .interrupted: true
    case .cancelled, .untrusted, .timedOut, .tooLarge, .malformed: false
    }
  }

  /// The failure to record.
  var failure: LookupFailure {
    let reason: FailureReason =
      switch code {
      case .unreachable, .untrusted: .unreachable
      case .connectTimedOut, .timedOut: .timedOut
      case .cancelled, .interrupted: .interrupted
      case .tooLarge: .tooLarge
      case .malformed: .malformed
      }
    return LookupFailure(reason, detail)
  }
}
