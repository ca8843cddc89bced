import JSON
import Synchronization
import Time

@testable import VendorSimulation

/// The moment at which every test takes place.
let noon = Timestamp(milliseconds: 1_795_521_600_000)

/// A clock that tests put forward.
final class TestClock: Sendable {
  private let time = Mutex(noon)

  func read() -> Timestamp { time.withLock { $0 } }
  func advance(seconds: Int64) {
    time.withLock { $0 = Timestamp(milliseconds: $0.milliseconds + seconds * 1000) }
  }
}

/// Vendors without a socket: what they answer, before it is put on the wire.
struct Vendors {
  let simulator: Simulator
  let clock = TestClock()

  init(_ change: (inout SimulatorConfiguration) -> Void = { _ in }) {
    var configuration = SimulatorConfiguration()
    configuration.quotas = .unlimited
    configuration.now = noon
    change(&configuration)
    simulator = Simulator(configuration) { [clock] in clock.read() }
  }

  func get(_ target: String, _ headers: [Field] = []) async -> Response {
    await simulator.answer(Request(method: "GET", target: target, headers: headers)).response
  }

  func virustotal(_ path: String, key: APIKeys.Plan = .full) async -> Response {
    await get("/virustotal/api/v3\(path)", [Field("x-apikey", APIKeys.standard(.virustotal, key))])
  }

  func shodan(_ path: String, key: APIKeys.Plan = .full) async -> Response {
    await get("/shodan\(path)\(path.contains("?") ? "&" : "?")key=\(APIKeys.standard(.shodan, key))")
  }

  func abuseipdb(_ path: String, key: APIKeys.Plan = .full) async -> Response {
    await get(
      "/abuseipdb/api/v2\(path)",
      [Field("Key", APIKeys.standard(.abuseipdb, key)), Field("Accept", "application/json")])
  }

  func greynoise(_ path: String, key: APIKeys.Plan? = .full) async -> Response {
    await get("/greynoise\(path)", key.map { [Field("key", APIKeys.standard(.greynoise, $0))] } ?? [])
  }
}

extension Response {
  /// The body as JSON, or null where it is none.
  var json: JSONValue { (try? JSONValue(parsing: bytes)) ?? .null }
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
