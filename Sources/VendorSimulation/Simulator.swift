import JSON
import Time

/// The simulated vendors behind one door: takes a request, finds whose it is, and lets things go wrong as told.
public actor Simulator {
  private(set) var configuration: SimulatorConfiguration
  private(set) var world: World
  private(set) var log = RequestLog()
  private var faults: [FaultRule]
  private let clock: @Sendable () -> Timestamp
  private var clockOffset: Int64 = 0

  private var virustotal = VirusTotalAPI()
  private var shodan = ShodanAPI()
  private var internetdb = InternetDBAPI()
  private var abuseipdb = AbuseIPDBAPI()
  private var greynoise = GreyNoiseAPI()

  /// Vendors that behave as configured; `clock` is what their quotas run by.
  public init(_ configuration: SimulatorConfiguration, clock: @escaping @Sendable () -> Timestamp) {
    self.configuration = configuration
    self.clock = clock
    faults = configuration.faults
    world = World(now: configuration.now ?? clock())
  }

  /// The vendors' time, which may have been put forward.
  var now: Timestamp { Timestamp(milliseconds: clock().milliseconds + clockOffset) }

  /// Answers one request; requests are answered one after the other.
  func answer(_ request: Request) -> Answer {
    let path = request.path
    if path == "/_control" || path.hasPrefix("/_control/") { return Answer(response: control(request)) }
    if path.hasPrefix("/_elsewhere") { return Answer(response: elsewhere(request)) }
    guard let route = Route(path: path) else {
      log.append(request, vendor: "none", keys: configuration.keys, status: 404, fault: nil, now: now)
      return Answer(response: path == "/" ? index : unknownPath(path))
    }

    let origin = "http://\(request.header("host") ?? "127.0.0.1")\(route.mount)"
    let call = Call(
      request: request, segments: route.path.split(separator: "/").map { $0.percentDecoded() }, origin: origin,
      world: world, keys: configuration.keys, quotas: configuration.quotas, now: now)
    let honest = answer(call, as: route.vendor)
    let fault = strikingFault(request, route.vendor)
    var answer = Answer(response: honest)
    if let fault {
      let time = now
      answer = fault.applied(to: honest, origin: origin, path: path) { Self.own($0, of: route.vendor, now: time) }
    }
    answer.delayMilliseconds = configuration.latencyMilliseconds
    log.append(
      request, vendor: route.vendor.rawValue, keys: configuration.keys, status: answer.response.status, fault: fault,
      now: now)
    return answer
  }

  private func answer(_ call: Call, as vendor: Vendor) -> Response {
    switch vendor {
    case .virustotal: virustotal.answer(call)
    case .shodan: shodan.answer(call)
    case .internetdb: internetdb.answer(call)
    case .abuseipdb: abuseipdb.answer(call)
    case .greynoise: greynoise.answer(call)
    }
  }

  /// Every rule counts every request that it matches; the first that strikes wins, before reserved indicators.
  private func strikingFault(_ request: Request, _ vendor: Vendor) -> Fault? {
    var striking: Fault?
    for index in faults.indices where faults[index].strikes(vendor, path: request.path) && striking == nil {
      striking = faults[index].fault
    }
    return striking ?? ReservedIndicators.fault(in: request)
  }

  private static func own(_ status: Int, of vendor: Vendor, now: Timestamp) -> Response {
    switch vendor {
    case .virustotal: VirusTotalAPI.own(status)
    case .shodan: ShodanAPI.own(status)
    case .internetdb: InternetDBAPI.own(status)
    case .abuseipdb: AbuseIPDBAPI.own(status, now: now)
    case .greynoise: GreyNoiseAPI.own(status)
    }
  }

  /// Where redirects lead: an answer that a client which follows blindly would take for good.
  private func elsewhere(_ request: Request) -> Response {
    log.append(request, vendor: "elsewhere", keys: configuration.keys, status: 200, fault: nil, now: now)
    return Response(200, .json(["data": [:]], .compact), headers: [Field("Content-Type", "application/json")])
  }

  private var index: Response {
    Response(
      200, .json(["simulates": strings(Vendor.allCases.map(\.rawValue)), "control": "/_control"], .compact),
      headers: [Field("Content-Type", "application/json")])
  }

  private func unknownPath(_ path: String) -> Response {
    Response(
      404, .json(["error": .string("no vendor has the path \(path)")], .compact),
      headers: [Field("Content-Type", "application/json")])
  }
}

// What the control endpoint may change.
extension Simulator {
  /// Forgets what was counted and logged, and the faults that came later than the configuration.
  func reset() {
    faults = configuration.faults
    resetQuotas()
    log.clear()
    clockOffset = 0
  }

  func resetQuotas() {
    virustotal.resetQuotas()
    shodan.resetQuotas()
    internetdb.resetQuotas()
    abuseipdb.resetQuotas()
    greynoise.resetQuotas()
  }

  /// Replaces all faults.
  public func setFaults(_ rules: [FaultRule]) { faults = rules }

  /// The faults in force.
  var faultRules: [FaultRule] { faults }

  /// Replaces the quotas and starts to count afresh.
  public func setQuotas(_ quotas: SimulatorConfiguration.Quotas) {
    configuration.quotas = quotas
    resetQuotas()
  }

  /// Lets every answer take so long.
  public func setLatency(milliseconds: Int) { configuration.latencyMilliseconds = milliseconds }

  /// Puts the clock by which quotas run forward.
  public func advanceClock(seconds: Int64) { clockOffset += seconds * 1000 }

  func clearLog() { log.clear() }
}
