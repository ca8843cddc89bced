import JSON
import Time

extension Shodan {
  func checkRequest(at base: BaseURL, key: Secret?) -> HTTPRequest {
    HTTPRequest(at: base, path: ["api-info"], query: [("key", key?.revealed() ?? "")])
  }

  func checkAnswer(from response: HTTPResponse, receivedAt: Timestamp) -> CheckAnswer {
    .reading { () throws(LookupFailure) in
      guard response.status == 200 else { return response.checkByStatus(receivedAt: receivedAt) }
      let document = try response.object()
      if let error = document["error"]?.words { throw LookupFailure(.vendorError, error) }
      let quotas = ["query_credits", "scan_credits"].compactMap { name -> QuotaStatus? in
        guard let remaining = document[name]?.count else { return nil }
        return QuotaStatus(name: name, allowed: document[path: "usage_limits", name]?.count, remaining: remaining)
      }
      return .working(KeyStatus(plan: document["plan"]?.words, quotas: quotas))
    }
  }
}
