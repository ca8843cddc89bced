/// A way in which an answer goes wrong.
public enum Fault: String, CaseIterable, Hashable, Sendable {
  // On the wire.
  /// The connection is reset (RST) instead of an answer.
  case reset
  /// The connection is reset half way through the body.
  case resetInBody = "reset-in-body"
  /// The connection is closed without an answer.
  case close
  /// Nothing is ever answered.
  case stall
  /// Headers and half of the body come, then nothing.
  case stallInBody = "stall-in-body"
  /// The body comes a few bytes at a time.
  case slow
  /// The connection is closed before as many bytes have come as Content-Length states.
  case truncated
  /// The connection is closed in the middle of a chunked body.
  case truncatedChunks = "truncated-chunks"

  // Whole answers of others.
  /// A proxy's 502 page.
  case html502 = "html-502"
  /// Cloudflare's 521 page.
  case html521 = "html-521"
  /// A page of HTML with status 200 and, wrongly, the vendor's content type.
  case html200 = "html-200"
  /// A redirect to another host, `localhost`, where a key must not arrive; see the log of requests.
  case redirect
  /// The vendor's own words for "temporarily out of order".
  case unavailable
  /// The vendor's own 429.
  case rateLimited = "rate-limited"

  // Bodies that are not what they should be.
  /// Status 200 and no body.
  case empty
  /// JSON that ends in the middle, in an answer that is whole as HTTP.
  case cutJSON = "cut-json"
  /// 256 MiB, packed to less than 3.
  case gzipBomb = "gzip-bomb"
  /// `Content-Encoding: gzip` over bytes that are no gzip.
  case brokenGzip = "broken-gzip"
  /// 256 MiB of JSON in chunks.
  case huge
  /// Arrays in arrays, 200,000 deep.
  case deep
  /// A byte sequence that is not UTF-8 in a string.
  case invalidUTF8 = "invalid-utf8"
  /// Member names that come a second time with another value.
  case duplicateKeys = "duplicate-keys"
  /// Members that nobody has heard of, in every object.
  case unknownFields = "unknown-fields"
  /// Words that nobody has heard of where one of a few is usual.
  case unknownValues = "unknown-values"
  /// Numbers as strings.
  case numbersAsStrings = "numbers-as-strings"
  /// Objects where arrays should be, and the other way round.
  case wrongTypes = "wrong-types"
  /// `null` for everything but the identity.
  case nulls
  /// A good answer about something else than was asked.
  case wrongSubject = "wrong-subject"

  /// One line for lists of faults.
  public var summary: String {
    switch self {
    case .reset: "the connection is reset instead of an answer"
    case .resetInBody: "the connection is reset half way through the body"
    case .close: "the connection is closed without an answer"
    case .stall: "nothing is ever answered"
    case .stallInBody: "headers and half of the body, then nothing"
    case .slow: "the body comes a few bytes at a time"
    case .truncated: "the connection is closed before Content-Length is reached"
    case .truncatedChunks: "the connection is closed in the middle of a chunked body"
    case .html502: "a proxy's 502 page"
    case .html521: "Cloudflare's 521 page"
    case .html200: "HTML with status 200 and the content type of JSON"
    case .redirect: "a redirect to another host, where a key must not arrive"
    case .unavailable: "the vendor's own words for out of order"
    case .rateLimited: "the vendor's own 429"
    case .empty: "status 200 without a body"
    case .cutJSON: "JSON that ends in the middle"
    case .gzipBomb: "256 MiB packed to less than 3"
    case .brokenGzip: "gzip announced, something else sent"
    case .huge: "256 MiB of JSON in chunks"
    case .deep: "arrays nested 200,000 deep"
    case .invalidUTF8: "bytes that are not UTF-8 in a string"
    case .duplicateKeys: "member names twice, with another value"
    case .unknownFields: "unknown members in every object"
    case .unknownValues: "unknown words where one of a few is usual"
    case .numbersAsStrings: "numbers as strings"
    case .wrongTypes: "objects for arrays, and the other way round"
    case .nulls: "null for everything but the identity"
    case .wrongSubject: "a good answer about something else"
    }
  }
}
