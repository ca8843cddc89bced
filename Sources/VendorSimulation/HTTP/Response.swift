import JSON

/// What a vendor answers, before it is put on the wire.
public struct Response: Sendable {
  /// The HTTP status.
  public var status: Int
  /// Header lines in order, without those that frame the body.
  public var headers: [Field]
  /// What is sent after the headers.
  public var body: Body
  /// Whether the length is stated or the body sent in chunks.
  public var framing: Framing

  /// What a body is made of.
  public enum Body: Sendable {
    case json(JSONValue, JSONStyle)
    case bytes([UInt8])
    /// A long text that is made while it is sent: a start, many times the same byte, and an end.
    case padded(start: [UInt8], filler: UInt8, count: Int, end: [UInt8])
  }

  /// How the end of a body is told.
  public enum Framing: Sendable {
    case contentLength, chunked
  }

  init(_ status: Int, _ body: Body, headers: [Field] = [], framing: Framing = .contentLength) {
    self.status = status
    self.headers = headers
    self.body = body
    self.framing = framing
  }

  /// A page of HTML, as proxies and web servers answer.
  static func html(_ status: Int, _ page: String, headers: [Field] = []) -> Response {
    Response(status, .bytes(Array(page.utf8)), headers: [Field("Content-Type", "text/html; charset=UTF-8")] + headers)
  }

  /// The value of a header, whose name is matched without regard to case.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// Replaces a header or adds it at the end.
  mutating func setHeader(_ name: String, _ value: String) {
    headers.removeAll { $0.name.lowercased() == name.lowercased() }
    headers.append(Field(name, value))
  }

  /// The body as one piece, except for a padded one, whose start is given.
  var bytes: [UInt8] {
    switch body {
    case .json(let value, let style): Array(style.text(of: value).utf8)
    case .bytes(let bytes): bytes
    case .padded(let start, _, _, _): start
    }
  }
}
