import Events
import Indicators
import JSON
import Time

/// AbuseIPDB API v2: how sure its community is that an address is abusive.
///
/// It never says "not found": an address without reports has confidence 0, which is an answer.
struct AbuseIPDB: Connector {
  let name = "abuseipdb"
  let kinds: [IndicatorKind] = [.ipv4, .ipv6]
  let key = KeyRequirement.required(environment: "ABUSEIPDB_API_KEY")
  let baseURL = "https://api.abuseipdb.com/api/v2"
  let reach = Reach.database
  let reportsRemaining = true
  /// The free quota of `/check`.
  let defaults = ConnectorDefaults(
    limits: RequestLimits(perDay: 1000), timeToLive: .seconds(86_400), maximumTLP: .amber)

  func request(for indicator: Indicator, at base: BaseURL, key: Secret?) -> HTTPRequest? {
    guard let key, kinds.contains(indicator.kind) else { return nil }
    // Reports of a year, as OpenCTI asks; without `verbose`, whose reports can make an answer of many megabytes.
    return HTTPRequest(
      at: base, path: ["check"], query: [("ipAddress", indicator.value), ("maxAgeInDays", "365")],
      headers: [HTTPHeader("Key", key.revealed())])
  }

  func answer(from response: HTTPResponse, about indicator: Indicator, receivedAt: Timestamp) -> LookupAnswer {
    .reading { () throws(LookupFailure) in
      guard response.status == 200 else { return response.answerByStatus(receivedAt: receivedAt) }
      return .answered(try observation(in: try response.object(), about: indicator))
    }
  }

  private func observation(in document: JSONValue, about indicator: Indicator) throws(LookupFailure) -> Observation {
    guard let data = document["data"], case .object = data else {
      let said = HTTPResponse.message(in: document)
      throw LookupFailure(said == nil ? .malformed : .vendorError, said ?? "data is no object")
    }
    try indicator.requireSameAddress(as: data["ipAddress"]?.words)
    guard let confidence = data["abuseConfidenceScore"]?.count, confidence <= 100 else {
      throw LookupFailure(.malformed, "data.abuseConfidenceScore is no number from 0 to 100")
    }
    var signals = SignalWriter(name)
    signals.set("confidence", confidence)
    signals.set("reports", data["totalReports"]?.count)
    signals.set("distinct_users", data["numDistinctUsers"]?.count)
    signals.set("whitelisted", data["isWhitelisted"]?.flag)
    signals.set("tor", data["isTor"]?.flag)
    signals.set("usage_type", data["usageType"]?.words)
    return Observation(
      status: .found, observedAt: data["lastReportedAt"]?.string.flatMap { Timestamp(parsing: $0) },
      signals: signals.facts,
      relations: Relation.relatedTo(hostnames: data["hostnames"]?.texts(Bounds.hostnames) ?? []))
  }

  /// There is no call for the key alone: a check of the own machine, which costs one of the day's requests.
  func checkRequest(at base: BaseURL, key: Secret?) -> HTTPRequest {
    HTTPRequest(
      at: base, path: ["check"], query: [("ipAddress", "127.0.0.1"), ("maxAgeInDays", "1")],
      headers: [HTTPHeader("Key", key?.revealed() ?? "")])
  }

  func checkAnswer(from response: HTTPResponse, receivedAt: Timestamp) -> CheckAnswer {
    .reading { () throws(LookupFailure) in
      guard response.status == 200 else { return response.checkByStatus(receivedAt: receivedAt) }
      guard case .object? = try response.object()["data"] else {
        throw LookupFailure(.malformed, "data is no object")
      }
      guard let remaining = response.header("x-ratelimit-remaining").flatMap({ Int64($0) }) else {
        return .working(KeyStatus())
      }
      let allowed = response.header("x-ratelimit-limit").flatMap { Int64($0) }
      return .working(KeyStatus(quotas: [QuotaStatus(name: "day", allowed: allowed, remaining: remaining)]))
    }
  }
}
