import Connectors
import Events
import Indicators
import JSON
import Synchronization
import Time

/// 2026-08-20T12:00:00Z.
let noon = Timestamp(milliseconds: 1_787_227_200_000)

extension LookupClock {
  /// A clock on which waiting takes no time but is remembered by the time of day.
  static let instant = LookupClock(now: { noon }, uptime: { .zero }, sleep: { _ in })
}

extension LookupAnswer {
  var observation: Observation? {
    guard case .answered(let observation) = self else { return nil }
    return observation
  }

  var failure: LookupFailure? {
    guard case .failed(let failure) = self else { return nil }
    return failure
  }

  var pause: Pause? {
    guard case .rateLimited(let pause) = self else { return nil }
    return pause
  }
}

extension HTTPResponse {
  init(_ status: Int, _ text: String, _ headers: [(String, String)] = []) {
    self.init(status: status, headers: headers.map { HTTPHeader($0.0, $0.1) }, body: Array(text.utf8))
  }
}

/// The settings of one connector, on, with a key, at a base URL.
func settings(_ name: String, at base: String) throws -> ConnectorSettings {
  var environment = ["VIRUSTOTAL_TOKEN", "SHODAN_TOKEN", "ABUSEIPDB_API_KEY", "GREYNOISE_KEY"]
    .reduce(into: [String: String]()) { $0[$1] = testKey }
  environment[name.uppercased().replacing("-", with: "_") + "_BASE_URL"] = base
  if name == "greynoise-community" { environment["GREYNOISE_ENABLED"] = "false" }
  let all = try ConnectorSettings.resolve(configuration: nil, environment: environment)
  struct Missing: Error {}
  guard let settings = all.first(where: { $0.name == name }) else { throw Missing() }
  return settings
}

let testKey = "5ecre7-key-0123456789"

/// Allows every request at most a moment, so that slow vendors need not be waited for.
struct HastyTransport: HTTPTransport {
  let inner: any HTTPTransport

  func send(_ request: HTTPRequest, within limit: Duration) async throws(TransportError) -> HTTPResponse {
    try await inner.send(request, within: min(limit, .milliseconds(400)))
  }
}

/// Gives prepared results one after another, the last one for ever, and remembers how long each might have taken.
final class CannedTransport: HTTPTransport {
  private let results: [Result<HTTPResponse, TransportError>]
  private let state = Mutex<[Duration]>([])

  init(_ results: [Result<HTTPResponse, TransportError>]) { self.results = results }

  /// The time limit of each request so far.
  var limits: [Duration] { state.withLock { $0 } }

  func send(_ request: HTTPRequest, within limit: Duration) async throws(TransportError) -> HTTPResponse {
    let number = state.withLock { limits in
      limits.append(limit)
      return limits.count
    }
    return try results[min(number, results.count) - 1].get()
  }
}
