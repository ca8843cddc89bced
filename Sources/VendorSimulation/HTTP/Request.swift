/// One HTTP request as a vendor's API sees it.
public struct Request: Sendable {
  /// `GET`, `POST`, ….
  public var method: String
  /// The path as sent, still percent-encoded, without the query.
  public var path: String
  /// Names and values of the query, decoded, in the order sent.
  public var query: [Field]
  /// Header lines in the order sent.
  public var headers: [Field]
  /// The body, empty where there is none.
  public var body: [UInt8]

  /// Takes a request apart; `target` is the path with its query as it stands in the request line.
  public init(method: String, target: String, headers: [Field] = [], body: [UInt8] = []) {
    // A client that takes us for its proxy sends the whole URL.
    let target = target.hasPrefix("http://") ? target.dropFirst(7).drop { $0 != "/" && $0 != "?" } : target[...]
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    self.method = method
    path = String(parts[0])
    query = parts.count > 1 ? Self.fields(of: parts[1]) : []
    self.headers = headers
    self.body = body
  }

  /// The parts of the path between its slashes, decoded.
  var segments: [String] {
    path.split(separator: "/").map { $0.percentDecoded() }
  }

  /// The value of a header, whose name is matched without regard to case.
  func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The value of a query parameter; of one sent twice, the first.
  func parameter(_ name: String) -> String? {
    query.first { $0.name == name }?.value
  }

  private static func fields(of text: Substring) -> [Field] {
    text.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return Field(
        parts[0].percentDecoded(plusIsSpace: true), parts.count > 1 ? parts[1].percentDecoded(plusIsSpace: true) : "")
    }
  }
}

/// A name with its value: a header line or a query parameter.
public struct Field: Hashable, Sendable {
  /// The name as written.
  public var name: String
  /// The value as written.
  public var value: String

  /// Pairs a name with a value.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension StringProtocol {
  /// The text with `%41` read as `A`; an escape that is none stays as it is.
  func percentDecoded(plusIsSpace: Bool = false) -> String {
    let bytes = Array(utf8)
    var decoded: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = bytes[index + 1].hexadecimalDigit, let low = bytes[index + 2].hexadecimalDigit
      {
        decoded.append(high << 4 | low)
        index += 3
      } else {
        decoded.append(plusIsSpace && bytes[index] == UInt8(ascii: "+") ? UInt8(ascii: " ") : bytes[index])
        index += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }
}

extension UInt8 {
  /// The value of this ASCII character as a hexadecimal digit.
  var hexadecimalDigit: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
