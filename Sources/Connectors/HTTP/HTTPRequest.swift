/// One GET that a connector wants made.
///
/// Lookups have no other method and no body: nothing is ever submitted to a vendor. The URL and the headers may hold
/// the key, so that printing, dumping or interpolating a request shows neither.
public struct HTTPRequest: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Where it goes: scheme, host and port.
  public let base: BaseURL
  /// The full URL.
  public let url: String
  /// Header names and values.
  public let headers: [HTTPHeader]

  /// A GET of a path below the base, each segment and query value still unencoded.
  public init(at base: BaseURL, path: [String], query: [(String, String)] = [], headers: [HTTPHeader] = []) {
    self.base = base
    url = base.url(path: path, query: query)
    self.headers = headers + [HTTPHeader("Accept", "application/json")]
  }

  /// `GET https://api.example`, without path, query and headers.
  public var description: String { "GET \(base.origin)" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// One header of a request or a response.
public struct HTTPHeader: Hashable, Sendable {
  /// The name, in any case.
  public let name: String
  /// The value.
  public let value: String

  /// States one header.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
