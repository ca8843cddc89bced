/// One GET over HTTP/1.1, and the bounds that its answer must keep.
///
/// Redirects are not followed, no cookies are kept, and no file or variable of the user's is read.
public struct Transfer: Sendable {
  /// Where it goes, `http` or `https`.
  public var url: String
  /// What is sent along; names and values without line ends.
  public var headers: [(name: String, value: String)] = []
  /// The proxy as `http_proxy` names one, or nil for none.
  public var proxy: String?
  /// The hosts that are reached past the proxy, as `no_proxy` names them.
  public var proxyExceptions = ""
  /// A file of certificates to trust in place of the system's.
  public var certificateFile: String?
  /// A folder of such.
  public var certificateFolder: String?
  /// How long making the connection may take.
  public var connectLimit: Duration
  /// How long everything may take, from the connection to the last byte.
  public var limit: Duration
  /// How many bytes the body may have, both as it is sent and decompressed.
  public var bodyLimit: Int
  /// How many bytes the heads may have together, those of interim answers and trailers included.
  public var headLimit = 64 << 10
  /// How many lines they may have.
  public var headLineLimit = 256

  /// A transfer of a URL.
  public init(_ url: String, connectLimit: Duration, limit: Duration, bodyLimit: Int) {
    self.url = url
    self.connectLimit = connectLimit
    self.limit = limit
    self.bodyLimit = bodyLimit
  }
}

/// The answer to a transfer, whole.
public struct TransferAnswer: Hashable, Sendable {
  /// The status code.
  public var status: Int
  /// Its headers in the order they came; not those of interim answers, and no trailers.
  public var headers: [Header]
  /// The body, decompressed.
  public var body: [UInt8]

  /// One header.
  public struct Header: Hashable, Sendable {
    /// The name as it was written.
    public var name: String
    /// The value, without blanks around it.
    public var value: String
  }
}
