import JSON
import Time

extension HTTPResponse {
  /// The body as a JSON object, or why it is none.
  func object() throws(LookupFailure) -> JSONValue {
    guard body.contains(where: { $0 > 0x20 }) else {
      throw LookupFailure(.empty, "HTTP \(status) without a body")
    }
    let document: JSONValue
    do {
      document = try JSONValue(parsing: body)
    } catch {
      throw notJSON(error)
    }
    guard case .object = document else { throw LookupFailure(.malformed, "the answer is no JSON object") }
    return document
  }

  private func notJSON(_ error: JSONError) -> LookupFailure {
    let first = body.first { $0 > 0x20 }
    if first == UInt8(ascii: "<") {
      return LookupFailure(.notJSON, "HTTP \(status) with an HTML page instead of JSON; is the base URL right?")
    }
    let begins = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    if begins, error.offset >= body.count {
      return LookupFailure(.truncated, "the JSON ends too early, after \(body.count) bytes")
    }
    return LookupFailure(.notJSON, "HTTP \(status) without JSON: \(error)")
  }

  /// What the vendor says in an error, in whichever of their shapes, else the status.
  var message: String {
    let said = (try? JSONValue(parsing: body)).flatMap(Self.message)
    return said.map { "HTTP \(status): \($0)" } ?? "HTTP \(status)"
  }

  /// `{"error":{"message"}}`, `{"error":""}`, `{"errors":[{"detail"}]}`, `{"detail":""}` or `{"message":""}`.
  static func message(in document: JSONValue) -> String? {
    let firstError = document["errors"]?.array?.first
    return document[path: "error", "message"]?.words ?? document["error"]?.words ?? firstError?["detail"]?.words
      ?? document["detail"]?.words ?? document["message"]?.words
  }

  /// What a status means that a connector has no rule of its own for: the same for all vendors.
  func answerByStatus(receivedAt: Timestamp) -> LookupAnswer {
    switch status {
    case 429: .rateLimited(.afterRefusal(self, receivedAt: receivedAt, reason: message))
    case 400, 422: .failed(LookupFailure(.badRequest, message))
    case 401: .failed(LookupFailure(.keyRefused, message))
    case 402, 403: .failed(LookupFailure(.forbidden, message))
    case 300...399: .failed(LookupFailure(.redirected, "HTTP \(status); redirects are not followed"))
    case 500...599: .failed(LookupFailure(.serverError, message))
    default: .failed(LookupFailure(.unexpectedStatus, message))
    }
  }

  /// The same for checks.
  func checkByStatus(receivedAt: Timestamp) -> CheckAnswer {
    switch answerByStatus(receivedAt: receivedAt) {
    case .failed(let failure): .failed(failure)
    case .rateLimited(let pause): .rateLimited(pause)
    case .answered: .failed(LookupFailure(.unexpectedStatus, message))
    }
  }
}
