import JSON
import Time

extension Simulator {
  /// The control endpoint.
  ///
  /// - `GET /_control`: what is in force: faults, quotas, the story's indicators.
  /// - `GET /_control/log?vendor=&contains=`: the requests received, keys redacted.
  /// - `GET /_control/faults`: every fault with its reserved indicators.
  /// - `POST /_control` with any of `{"reset": true, "clear_log": true, "faults": ["reset@shodan:times=1", …],
  ///   "quotas": {"virustotal-per-minute": 2, "shodan-per-second": null}, "latency_ms": 50, "advance_seconds": 61}`:
  ///   carried out in this order; `null` is unlimited; faults replace those in force. All or nothing.
  func control(_ request: Request) -> Response {
    switch (request.method, request.path) {
    case ("GET", "/_control"): return Self.control(200, state)
    case ("GET", "/_control/log"):
      return Self.control(
        200, log.json(vendor: request.parameter("vendor"), containing: request.parameter("contains")))
    case ("GET", "/_control/faults"): return Self.control(200, Self.catalogue)
    case ("POST", "/_control"):
      do {
        try change(request.body)
        return Self.control(200, state)
      } catch {
        return Self.control(400, ["error": .string("\(error)")])
      }
    default: return Self.control(404, ["error": "there are /_control, /_control/log and /_control/faults"])
    }
  }

  private static func control(_ status: Int, _ value: JSONValue) -> Response {
    Response(status, .json(value, .indented), headers: [Field("Content-Type", "application/json")])
  }

  private struct ControlError: Error, CustomStringConvertible {
    let description: String
  }

  private func change(_ body: [UInt8]) throws {
    let members = try JSONValue(parsing: body).object?.members
    guard let members else { throw ControlError(description: "expected a JSON object") }
    let known = ["reset", "clear_log", "faults", "quotas", "latency_ms", "advance_seconds"]
    if let unknown = members.first(where: { !known.contains($0.name) }) {
      throw ControlError(description: "'\(unknown.name)' is none of \(known.joined(separator: ", "))")
    }
    func value(_ name: String) -> JSONValue? { members.last { $0.name == name }?.value }

    // Everything is read before anything is changed.
    let rules = try value("faults").map { try Self.rules($0) }
    var quotas = configuration.quotas
    for member in value("quotas")?.object?.members ?? [] {
      let limit = try Self.limit(member)
      guard quotas.setLimit(limit, of: member.name) else {
        let names = SimulatorConfiguration.Quotas.allNames.joined(separator: ", ")
        throw ControlError(description: "no quota is called '\(member.name)'; there are \(names)")
      }
    }
    let latency = try value("latency_ms").map { try Self.number($0, "latency_ms", upTo: 600_000) }
    let seconds = try value("advance_seconds").map { try Self.number($0, "advance_seconds", upTo: 315_360_000) }

    if value("reset")?.bool == true { reset() }
    if value("clear_log")?.bool == true { clearLog() }
    if let rules { setFaults(rules) }
    if value("quotas") != nil { setQuotas(quotas) }
    if let latency { setLatency(milliseconds: Int(latency)) }
    if let seconds { advanceClock(seconds: seconds) }
  }

  private static func rules(_ value: JSONValue) throws -> [FaultRule] {
    guard let elements = value.array else { throw ControlError(description: "faults must be an array of strings") }
    return try elements.map { element in
      guard let text = element.string else { throw ControlError(description: "faults must be an array of strings") }
      return try FaultRule(parsing: text)
    }
  }

  private static func limit(_ member: JSONObject.Member) throws -> Int? {
    member.value == .null ? nil : Int(try number(member.value, member.name, upTo: 1_000_000_000))
  }

  private static func number(_ value: JSONValue, _ name: String, upTo maximum: Int64) throws -> Int64 {
    guard let number = value.integer, (0...maximum).contains(number) else {
      throw ControlError(description: "\(name) must be a whole number from 0 to \(maximum)")
    }
    return number
  }

  private var state: JSONValue {
    var quotas = JSONObject()
    for (name, path) in SimulatorConfiguration.Quotas.names {
      quotas.append(name, configuration.quotas[keyPath: path].limit.map { .integer(Int64($0)) } ?? .null)
    }
    return [
      "now": .string(now.rfc3339), "world_now": .string(world.now.rfc3339),
      "faults": strings(faultRules.map(\.text)), "quotas": .object(quotas),
      "latency_ms": .integer(Int64(configuration.latencyMilliseconds)),
      "story": .array(
        World.story.map { ["value": .string($0.value), "standing": .string($0.standing.rawValue)] }),
    ]
  }

  private static var catalogue: JSONValue {
    .array(
      Fault.allCases.map { fault in
        [
          "fault": .string(fault.rawValue), "summary": .string(fault.summary),
          "domain": .string(ReservedIndicators.domain(fault)), "url": .string(ReservedIndicators.url(fault)),
          "ipv4": .string(ReservedIndicators.address(fault)), "ipv6": .string(ReservedIndicators.address6(fault)),
          "md5": .string(ReservedIndicators.hash(fault, digits: 32)),
          "sha1": .string(ReservedIndicators.hash(fault, digits: 40)),
          "sha256": .string(ReservedIndicators.hash(fault)),
        ]
      })
  }
}
