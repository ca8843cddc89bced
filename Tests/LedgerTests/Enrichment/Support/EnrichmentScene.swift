import Connectors
import EventLog
import Events
import Foundation
import Indicators
import Interchange
import JSON
import Ledger
import Time
import VendorSimulation

/// A ledger in a folder of its own, and the vendors on loopback, all by one clock.
final class EnrichmentScene: Sendable {
  let folder: LedgerFolder
  let clock: SleepingClock
  let server: SimulatorServer
  private let network: CurlTransport
  private let transport: CountingTransport
  private let environment: [String: String]

  /// Runs a test with some of the vendors switched on; by itself none has a quota.
  static func with(
    _ vendors: Vendor..., quotas: SimulatorConfiguration.Quotas = .unlimited, key: String? = nil,
    configuration: String = "", _ body: (EnrichmentScene) async throws -> Void
  ) async throws {
    let scene = try await EnrichmentScene(vendors, quotas, key: key, configuration)
    do {
      try await body(scene)
    } catch {
      await scene.end()
      throw error
    }
    await scene.end()
  }

  private init(
    _ vendors: [Vendor], _ quotas: SimulatorConfiguration.Quotas, key: String?, _ configuration: String
  ) async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "enrichment-\(UUID().uuidString)").path
    folder = LedgerFolder(path)
    let clock = SleepingClock()
    self.clock = clock
    var behaviour = SimulatorConfiguration()
    behaviour.quotas = quotas
    behaviour.now = clock.now
    server = try await SimulatorServer.start(Simulator(behaviour, clock: { clock.now }))
    environment = Self.environment(vendors, at: server.url, key: key)
    network = try CurlTransport(userAgent: "iocledger-tests", environment: [:])
    transport = CountingTransport(network)
    _ = try Ledger.create(at: path, context: context)
    if !configuration.isEmpty { try Files.replace(folder.configuration, with: Array(configuration.utf8)) }
  }

  private static func environment(_ vendors: [Vendor], at url: String, key: String?) -> [String: String] {
    var environment: [String: String] = [:]
    for vendor in vendors {
      let (prefix, path, token): (String, String, String?) =
        switch vendor {
        case .virustotal: ("VIRUSTOTAL", "/virustotal/api/v3", "VIRUSTOTAL_TOKEN")
        case .shodan: ("SHODAN", "/shodan", "SHODAN_TOKEN")
        case .internetdb: ("INTERNETDB", "/internetdb", nil)
        case .abuseipdb: ("ABUSEIPDB", "/abuseipdb/api/v2", "ABUSEIPDB_API_KEY")
        case .greynoise: ("GREYNOISE", "/greynoise", "GREYNOISE_KEY")
        }
      environment["\(prefix)_BASE_URL"] = url + path
      if let token { environment[token] = key ?? APIKeys.standard(vendor, .full) }
    }
    return environment
  }

  var context: LedgerContext {
    LedgerContext(
      now: { [clock] in clock.now }, random: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } },
      actor: "tester", environment: environment)
  }

  func end() async {
    await network.shutdown()
    await server.stop()
    try? FileManager.default.removeItem(atPath: folder.path)
  }

  // MARK: The ledger

  /// Opens the ledger anew, as another process would.
  func ledger(_ access: EventLog.Access = .readWrite) throws -> Ledger {
    try Ledger(folder, access: access, context: context)
  }

  func ingest(
    _ values: [String], marked marking: TrafficLight? = nil, permitting actions: PermissibleActions? = nil,
    source: String = "feed"
  ) throws {
    try ingest(values.map { (value: $0, labels: []) }, marked: marking, permitting: actions, source: source)
  }

  func ingest(
    _ values: [(value: String, labels: [String])], marked marking: TrafficLight? = nil,
    permitting actions: PermissibleActions? = nil, source: String = "feed"
  ) throws {
    let statements = try values.enumerated().map { index, entry in
      IntakeItem.statement(
        Statement(
          indicator: try Indicator(parsing: entry.value), labels: entry.labels, permissibleActions: actions,
          line: index + 1))
    }
    try Intake(ledger(), options: IntakeOptions(source: source, trafficLight: marking), file: source)
      .run(PreparedReader(items: statements))
  }

  /// Runs `enrich` in a ledger opened for it, over the network unless another transport is given.
  func enrich(
    _ request: EnrichRequest = EnrichRequest(), access: EventLog.Access = .readWrite,
    over other: (any HTTPTransport)? = nil, progress: (EnrichProgress) -> Void = { _ in }
  ) async throws -> EnrichReport {
    let transport = other.map { CountingTransport($0) } ?? transport
    return try await ledger(access).enrich(
      request, transport: transport, clock: clock.forLookups(over: transport)
    ) {
      clock.hear($0)
      progress($0)
    }
  }

  func check(_ names: [String] = []) async throws -> [ConnectorCheck] {
    try await ledger(.readOnly).checkConnectors(
      names, transport: transport, clock: clock.forLookups(over: transport))
  }

  /// The events of some types, in the order of the log.
  func events(_ types: EventType...) throws -> [RecordedEvent] {
    var query = EventQuery()
    query.types = types
    var events: [RecordedEvent] = []
    try ledger(.readOnly).events(query) { event, _ in events.append(event) }
    return events
  }

  /// What lookups of a connector were started about, in the order of the log.
  func started(_ connector: String) throws -> [String] {
    try events(.lookupStarted).filter { $0.source == connector }.map(\.stream.value)
  }

  func payload(of seq: Int64) throws -> Payload {
    var query = EventQuery()
    query.from = seq
    query.limit = 1
    query.withPayload = true
    var found = Payload.none
    try ledger(.readOnly).events(query) { _, payload in found = payload }
    return found
  }

  // MARK: The vendors

  /// What the vendors were asked, as the simulator's log of requests tells.
  func requests(_ vendor: Vendor? = nil) async throws -> [JSONValue] {
    let query = vendor.map { [("vendor", $0.rawValue)] } ?? []
    let request = HTTPRequest(at: try BaseURL(parsing: server.url), path: ["_control", "log"], query: query)
    let response = try await network.send(request, within: .seconds(10))
    return try JSONValue(parsing: response.body)["requests"]?.array ?? []
  }

  /// The last part of each path that was asked for, without the query.
  func subjects(_ vendor: Vendor) async throws -> [String] {
    try await requests(vendor).map { request in
      let path = request["path"]?.string ?? ""
      return path.split(separator: "/").last.map(String.init) ?? ""
    }
  }
}

private struct PreparedReader: IntakeReader {
  var items: [IntakeItem]
  private var place = 0

  init(items: [IntakeItem]) { self.items = items }

  mutating func next() -> IntakeItem? {
    guard place < items.count else { return nil }
    defer { place += 1 }
    return items[place]
  }
}
