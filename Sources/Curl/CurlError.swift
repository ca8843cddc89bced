/// Why a transfer brought no answer.
public struct CurlError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sort of error.
  public let reason: Reason
  /// More about it, in words of libcurl or of the system, without URL and headers; empty where there is no more.
  public let detail: String

  /// The sorts of error.
  public enum Reason: Hashable, Sendable {
    /// There is no libcurl, or one that is too old.
    case unavailable
    /// The transfer was given up by whoever wanted it.
    case cancelled
    /// The name of the host could not be looked up.
    case nameNotFound
    /// Nobody took the connection.
    case notConnected
    /// There was no connection in time.
    case connectTimedOut
    /// There was no whole answer in time.
    case timedOut
    /// The proxy cannot be used.
    case proxyFailed
    /// The proxy answered the wish for a tunnel with this status.
    case tunnelRefused(status: Int)
    /// The host's certificate is not trusted, or for another name.
    case certificateNotTrusted
    /// The file of certificates to trust cannot be used.
    case certificatesUnreadable
    /// There is no TLS with the host.
    case noTLS
    /// The connection ended before the answer did.
    case broken
    /// What came is no HTTP, or contradicts itself.
    case malformed
    /// The body is compressed wrongly, or in a way nobody knows.
    case wronglyCompressed
    /// The head has more lines or bytes than allowed.
    case headTooLarge
    /// The body has more bytes than allowed, compressed or not.
    case bodyTooLarge
  }

  /// States an error.
  public init(_ reason: Reason, _ detail: String = "") {
    self.reason = reason
    self.detail = detail
  }

  /// The reason, and what more there is.
  public var description: String { detail.isEmpty ? "\(reason)" : "\(reason): \(detail)" }
}
