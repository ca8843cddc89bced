import JSON
import VendorSimulation

/// What a client must know to use the simulator instead of the vendors.
struct ClientEnvironment {
  /// Where the simulator is reached.
  let url: String
  /// The environment variables to set, in order.
  let variables: [(name: String, value: String)]

  init(url: String, keys: APIKeys) {
    self.url = url
    func key(_ vendor: Vendor) -> String { keys.key(for: vendor, plan: .full) ?? "" }
    variables = [
      ("VIRUSTOTAL_BASE_URL", "\(url)/virustotal/api/v3"), ("VIRUSTOTAL_TOKEN", key(.virustotal)),
      ("SHODAN_BASE_URL", "\(url)/shodan"), ("SHODAN_TOKEN", key(.shodan)),
      ("INTERNETDB_BASE_URL", "\(url)/internetdb"),
      ("ABUSEIPDB_BASE_URL", "\(url)/abuseipdb/api/v2"), ("ABUSEIPDB_API_KEY", key(.abuseipdb)),
      ("GREYNOISE_BASE_URL", "\(url)/greynoise"), ("GREYNOISE_COMMUNITY_BASE_URL", "\(url)/greynoise"),
      ("GREYNOISE_KEY", key(.greynoise)),
    ]
  }

  /// `export NAME='value'` lines for a shell.
  var exports: String {
    variables.map { "export \($0.name)='\($0.value.replacing("'", with: "'\\''"))'" }.joined(separator: "\n")
  }

  /// One line of JSON.
  var json: String {
    var environment = JSONObject()
    for variable in variables { environment.append(variable.name, .string(variable.value)) }
    let value: JSONValue = [
      "url": .string(url), "control": .string("\(url)/_control"), "environment": .object(environment),
    ]
    return value.text()
  }
}
