import Events
import Indicators
import JSON
import Time

/// GreyNoise's free look-up: less than ``GreyNoise`` tells, with the same key or none, and only where that is off.
struct GreyNoiseCommunity: Connector {
  let name = "greynoise-community"
  let kinds: [IndicatorKind] = [.ipv4]
  let key = KeyRequirement.optional(environment: "GREYNOISE_KEY")
  let baseURL = "https://api.greynoise.io"
  let reach = Reach.database
  let standsInFor: String? = "greynoise"
  /// A free account has 50 a week.
  let defaults = ConnectorDefaults(
    limits: RequestLimits(perWeek: 50), timeToLive: .seconds(7 * 86_400), maximumTLP: .amber)

  func request(for indicator: Indicator, at base: BaseURL, key: Secret?) -> HTTPRequest? {
    guard kinds.contains(indicator.kind) else { return nil }
    return request(["v3", "community", indicator.value], at: base, key: key)
  }

  private func request(_ path: [String], at base: BaseURL, key: Secret?) -> HTTPRequest {
    HTTPRequest(at: base, path: path, headers: key.map { [HTTPHeader("key", $0.revealed())] } ?? [])
  }

  func answer(from response: HTTPResponse, about indicator: Indicator, receivedAt: Timestamp) -> LookupAnswer {
    .reading { () throws(LookupFailure) in
      switch response.status {
      case 200: .answered(try observation(in: try response.object(), about: indicator))
      case 404: try notFound(response, indicator)
      case 403: .failed(LookupFailure(.keyRefused, response.message))
      default: response.answerByStatus(receivedAt: receivedAt)
      }
    }
  }

  /// GreyNoise's own 404 has the same shape as a good answer; another 404 says nothing about the address.
  private func notFound(_ response: HTTPResponse, _ indicator: Indicator) throws(LookupFailure) -> LookupAnswer {
    let document = try response.object()
    if document["ip"] != nil { return .answered(try observation(in: document, about: indicator)) }
    guard document["message"]?.words?.lowercased().contains("not observed") == true else {
      throw LookupFailure(.unexpectedStatus, response.message)
    }
    return .notFound
  }

  private func observation(in document: JSONValue, about indicator: Indicator) throws(LookupFailure) -> Observation {
    if let error = document["error"]?.words { throw LookupFailure(.vendorError, error) }
    try indicator.requireSameAddress(as: document["ip"]?.words)
    guard let noise = document["noise"]?.flag, let riot = document["riot"]?.flag else {
      throw LookupFailure(.malformed, "noise or riot is neither true nor false")
    }
    var signals = SignalWriter(name)
    signals.set("noise", noise)
    TrustLevel(document["trust_level"]).write(isService: riot, to: &signals)
    guard noise || riot else { return Observation(status: .notFound, signals: signals.facts) }
    signals.set("classification", document["classification"]?.words?.lowercased())
    signals.set("name", document["name"]?.words)
    return Observation(
      status: .found, observedAt: document["last_seen"]?.string.flatMap { Timestamp(parsing: $0) },
      signals: signals.facts)
  }

  /// A ping where there is a key; without one a look-up, which is all that can be tried.
  func checkRequest(at base: BaseURL, key: Secret?) -> HTTPRequest {
    request(key == nil ? ["v3", "community", "1.1.1.1"] : ["ping"], at: base, key: key)
  }

  func checkAnswer(from response: HTTPResponse, receivedAt: Timestamp) -> CheckAnswer {
    let ping = GreyNoise.pingAnswer(from: response, receivedAt: receivedAt)
    guard case .failed(let failure) = ping, failure.reason == .malformed || response.status == 404 else { return ping }
    let subject = Indicator(.ipv4, canonical: "1.1.1.1")
    guard case .answered = answer(from: response, about: subject, receivedAt: receivedAt) else { return ping }
    return .working(KeyStatus(plan: "community"))
  }
}
