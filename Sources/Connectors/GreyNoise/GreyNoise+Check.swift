import JSON
import Time

extension GreyNoise {
  func checkRequest(at base: BaseURL, key: Secret?) -> HTTPRequest {
    HTTPRequest(at: base, path: ["ping"], headers: [HTTPHeader("key", key?.revealed() ?? "")])
  }

  func checkAnswer(from response: HTTPResponse, receivedAt: Timestamp) -> CheckAnswer {
    Self.pingAnswer(from: response, receivedAt: receivedAt)
  }

  /// The answer to `/ping`, which all of GreyNoise's keys may call; it tells the plan and when the key expires.
  static func pingAnswer(from response: HTTPResponse, receivedAt: Timestamp) -> CheckAnswer {
    .reading { () throws(LookupFailure) in
      switch response.status {
      case 200:
        let document = try response.object()
        guard document["message"]?.words == "pong" else {
          throw LookupFailure(.malformed, "the answer to a ping is no pong")
        }
        return .working(KeyStatus(plan: document["offering"]?.words, expires: document["expiration"]?.words))
      case 403:
        throw LookupFailure(.keyRefused, response.message)
      default:
        return response.checkByStatus(receivedAt: receivedAt)
      }
    }
  }
}
