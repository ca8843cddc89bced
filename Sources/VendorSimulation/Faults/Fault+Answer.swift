import JSON

extension Fault {
  /// What becomes of an honest answer; `vendorsOwn` makes the vendor's words for a status.
  func applied(to honest: Response, origin: String, path: String, vendorsOwn: (Int) -> Response) -> Answer {
    var response = honest
    switch self {
    case .reset: return Answer(response: response, delivery: .reset)
    case .resetInBody: return Answer(response: response, delivery: .resetInBody)
    case .close: return Answer(response: response, delivery: .close)
    case .stall: return Answer(response: response, delivery: .stall)
    case .stallInBody: return Answer(response: response, delivery: .stallInBody)
    case .slow: return Answer(response: response, delivery: .dripping)
    case .truncated:
      response.framing = .contentLength
      return Answer(response: response, delivery: .cut)
    case .truncatedChunks:
      response.framing = .chunked
      return Answer(response: response, delivery: .cut)

    case .html502: response = .html(502, Self.badGateway, headers: [Field("Server", "nginx")])
    case .html521: response = .html(521, Self.webServerIsDown, headers: [Field("Server", "cloudflare")])
    case .html200: response.body = .bytes(Array(Self.badGateway.utf8))
    case .redirect: response = Self.redirect(origin: origin, path: path)
    case .unavailable: response = vendorsOwn(503)
    case .rateLimited: response = vendorsOwn(429)

    case .empty: response.body = .bytes([])
    case .cutJSON: response.body = .bytes(Array(honest.bytes.prefix(honest.bytes.count / 2)))
    case .gzipBomb:
      response.body = .bytes(Self.bomb)
      response.setHeader("Content-Encoding", "gzip")
    case .brokenGzip:
      response.body = .bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF] + Array(honest.bytes.prefix(200)))
      response.setHeader("Content-Encoding", "gzip")
    case .huge:
      response.body = .padded(
        start: Array(#"{"data":""#.utf8), filler: UInt8(ascii: "A"), count: 256 << 20, end: Array(#""}"#.utf8))
      response.framing = .chunked
    case .deep:
      response.body = .bytes(
        [UInt8](repeating: UInt8(ascii: "["), count: 200_000) + [UInt8](repeating: UInt8(ascii: "]"), count: 200_000))
    case .invalidUTF8: response.body = .bytes(Self.breakingText(of: honest.bytes))
    case .duplicateKeys: response.body = honest.body.changed { $0.withDuplicateMembers() }
    case .unknownFields: response.body = honest.body.changed { $0.withUnknownMembers() }
    case .unknownValues: response.body = honest.body.changed { $0.withUnknownWords() }
    case .numbersAsStrings: response.body = honest.body.changed { $0.withNumbersAsStrings() }
    case .wrongTypes: response.body = honest.body.changed { $0.withWrongTypes() }
    case .nulls: response.body = honest.body.changed { $0.withNulls() }
    case .wrongSubject: response.body = honest.body.changed { $0.aboutSomethingElse() }
    }
    if ![.html502, .html521, .redirect, .unavailable, .rateLimited].contains(self) { response.status = 200 }
    return Answer(response: response)
  }

  /// Made once: 256 MiB.
  private static let bomb = Gzip.bomb(mebibytes: 256)

  private static let badGateway =
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    + "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"

  private static let webServerIsDown =
    "<!DOCTYPE html>\n<html lang=\"en-US\"><head><title>Web server is down | Error code 521</title></head>\n"
    + "<body><h1>Web server is down</h1><p>Error code 521</p></body></html>\n"

  /// To the same listener by another name, so that what arrives there can be seen in the log.
  private static func redirect(origin: String, path: String) -> Response {
    let port = origin.split(separator: "/").dropFirst().first?.split(separator: ":").last.map(String.init) ?? "80"
    let host = origin.contains("//localhost") ? "127.0.0.1" : "localhost"
    return Response(
      302, .bytes([]), headers: [Field("Location", "http://\(host):\(port)/_elsewhere\(path)")])
  }

  /// Puts a lone continuation byte behind the first letter of the last string.
  private static func breakingText(of bytes: [UInt8]) -> [UInt8] {
    guard let quote = bytes.lastIndex(of: UInt8(ascii: "\"")) else {
      return [UInt8(ascii: "\""), 0xFF, UInt8(ascii: "\"")]
    }
    return Array(bytes[..<quote]) + [0xC3, 0x28, 0xFF] + Array(bytes[quote...])
  }
}

extension Response.Body {
  /// The body with its JSON changed; other bodies stay as they are.
  func changed(_ change: (JSONValue) -> JSONValue) -> Response.Body {
    guard case .json(let value, let style) = self else { return self }
    return .json(change(value), style)
  }
}
