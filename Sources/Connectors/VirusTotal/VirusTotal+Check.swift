import JSON
import Time

extension VirusTotal {
  /// The quotas of the key's user; the key itself stands for the user's name in the path.
  func checkRequest(at base: BaseURL, key: Secret?) -> HTTPRequest {
    HTTPRequest(
      at: base, path: ["users", key?.revealed() ?? "", "overall_quotas"], headers: Self.headers(key))
  }

  func checkAnswer(from response: HTTPResponse, receivedAt: Timestamp) -> CheckAnswer {
    .reading { () throws(LookupFailure) in
      switch response.status {
      case 200: .working(status(in: try response.object()))
      // The user that the path names is the key: where VirusTotal knows none, the key is not good.
      case 404 where Self.isNotFound(response): .failed(LookupFailure(.keyRefused, "VirusTotal knows no such key"))
      default: response.checkByStatus(receivedAt: receivedAt)
      }
    }
  }

  private static func isNotFound(_ response: HTTPResponse) -> Bool {
    (try? response.object())?[path: "error", "code"]?.words == "NotFoundError"
  }

  private func status(in document: JSONValue) -> KeyStatus {
    let quotas = document[path: "data", "attributes", "quotas"] ?? document["data"]
    let names = [("hour", "api_requests_hourly"), ("day", "api_requests_daily"), ("month", "api_requests_monthly")]
    return KeyStatus(
      quotas: names.compactMap { name, member in
        guard let quota = quotas?[member].map({ $0["user"] ?? $0 }), let allowed = quota["allowed"]?.count else {
          return nil
        }
        return QuotaStatus(
          name: name, allowed: allowed, remaining: (quota["used"]?.count).map { max(0, allowed - $0) })
      })
  }
}
