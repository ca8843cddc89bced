import JSON
import Time

extension ShodanAPI {
  /// `/dns/resolve?hostnames=a,b`: an address or null for each name.
  func resolve(_ call: Call) -> Response {
    guard let names = list(call.request.parameter("hostnames")) else {
      return Self.error(400, "Missing required parameter: hostnames")
    }
    var answer = JSONObject()
    for name in names {
      let facts = call.world.domain(name.lowercased())
      answer[name] = facts.standing == .unknown ? .null : facts.addresses.first.map { .string($0) } ?? .null
    }
    return Self.json(200, .object(answer))
  }

  /// `/dns/reverse?ips=a,b`: the names of each address, or null.
  func reverse(_ call: Call) -> Response {
    guard let texts = list(call.request.parameter("ips")) else {
      return Self.error(400, "Missing required parameter: ips")
    }
    var answer = JSONObject()
    for text in texts {
      guard let address = IPAddress(text) else { return Self.error(400, "Invalid IP") }
      let names = call.world.host(address).hostnames
      answer[text] = names.isEmpty ? .null : strings(names)
    }
    return Self.json(200, .object(answer))
  }

  /// `/dns/domain/{domain}`: records and subdomains; not on the free plan.
  func domain(_ call: Call, _ name: String, plan: APIKeys.Plan) -> Response {
    guard plan == .full else { return Self.error(403, "Requires membership or higher to access") }
    let facts = call.world.domain(name)
    guard facts.standing != .unknown else { return Self.error(404, "No information available for that domain.") }
    let seen = call.world.now.earlier(hours: facts.lastSeenHours)
    let records = facts.addresses.map { address in
      JSONValue.object([
        "subdomain": "", "type": "A", "value": .string(address), "last_seen": .string("\(seen.shodan)+00:00"),
      ])
    }
    let subdomains = facts.subdomains.map { String($0.dropLast(name.count + 1)) }
    return Self.json(
      200,
      [
        "domain": .string(name), "tags": [], "data": .array(records), "subdomains": strings(subdomains), "more": false,
      ])
  }

  private func list(_ parameter: String?) -> [String]? {
    let items = parameter?.split(separator: ",").map { String($0.trimmingSpaces) } ?? []
    return items.isEmpty ? nil : items
  }
}

extension Substring {
  /// Without spaces at both ends.
  var trimmingSpaces: Substring {
    var rest = self
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return rest
  }
}
