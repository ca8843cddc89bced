import Connectors
import Indicators
import JSON
import Testing
import Time

@Suite("Connector settings")
struct ConnectorSettingsTests {
  private func resolve(
    _ json: String = "{}", _ environment: [String: String] = [:]
  ) throws -> [String: ConnectorSettings] {
    let all = try ConnectorSettings.resolve(
      configuration: try JSONValue(parsing: json), environment: environment)
    #expect(all.map(\.name) == ConnectorCatalog.all.map(\.name))
    return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  }

  private func problems(_ json: String, _ environment: [String: String] = [:]) throws -> [String] {
    do {
      _ = try ConnectorSettings.resolve(configuration: try JSONValue(parsing: json), environment: environment)
      return []
    } catch let error as SettingsError {
      return error.problems
    }
  }

  @Test("without configuration everything is off, with the vendors' addresses and the free limits")
  func defaults() throws {
    let all = try resolve()
    #expect(all.values.allSatisfy { !$0.isOn })
    let virustotal = try #require(all["virustotal"])
    #expect(virustotal.state == .keyMissing(environment: "VIRUSTOTAL_TOKEN"))
    #expect(virustotal.baseURL.description == "https://www.virustotal.com/api/v3")
    #expect(virustotal.limits == RequestLimits(perMinute: 4, perDay: 500))
    #expect(virustotal.timeToLive == .seconds(7 * 86_400))
    #expect(virustotal.maximumTLP == .amber)
    #expect(all["internetdb"]?.state == .notSwitchedOn)
    #expect(all["greynoise-community"]?.state == .notSwitchedOn)
    #expect(virustotal.freshSince(noon) == noon.after(seconds: -7 * 86_400))
    #expect(virustotal.mayReceive(.amber) && !virustotal.mayReceive(.amberStrict))
  }

  @Test(
    "a key switches its connector on",
    arguments: [
      ("VIRUSTOTAL_TOKEN", "virustotal"), ("SHODAN_TOKEN", "shodan"), ("ABUSEIPDB_API_KEY", "abuseipdb"),
      ("GREYNOISE_KEY", "greynoise"),
    ])
  func keys(_ variable: String, _ name: String) throws {
    let all = try resolve("{}", [variable: " \(testKey)\n"])
    #expect(all.values.filter(\.isOn).map(\.name) == [name])
    #expect(try resolve("{}", [variable: " "]).values.filter(\.isOn).isEmpty)
  }

  @Test("the file can name the variable of a key, or hold the key, but the environment wins")
  func keyInFile() throws {
    let named = "{\"virustotal\": {\"api_key\": \"${MY_KEY}\"}}"
    #expect(try resolve(named)["virustotal"]?.isOn == false)
    #expect(try resolve(named, ["MY_KEY": testKey])["virustotal"]?.isOn == true)
    let settings = try #require(
      try resolve("{\"virustotal\": {\"api_key\": \"from-the-file\"}}", ["VIRUSTOTAL_TOKEN": testKey])["virustotal"])
    let request = settings.connector.request(
      for: Indicator(.ipv4, canonical: "192.0.2.1"), at: settings.baseURL, key: settings.key)
    #expect(request?.headers.contains(HTTPHeader("x-apikey", testKey)) == true)
  }

  @Test("keyless connectors are on where they are switched on, or where their base URL is in the environment")
  func keyless() throws {
    #expect(try resolve("{\"internetdb\": {\"enabled\": true}}")["internetdb"]?.isOn == true)
    #expect(try resolve("{\"internetdb\": {\"enabled\": \"yes\"}}")["internetdb"]?.isOn == true)
    #expect(try resolve("{}", ["INTERNETDB_ENABLED": "1"])["internetdb"]?.isOn == true)
    let base = ["INTERNETDB_BASE_URL": "http://127.0.0.1:8080/"]
    #expect(try resolve("{}", base)["internetdb"]?.isOn == true)
    #expect(try resolve("{\"internetdb\": {\"enabled\": false}}", base)["internetdb"]?.isOn == true)
    let off = base.merging(["INTERNETDB_ENABLED": "false"]) { $1 }
    #expect(try resolve("{}", off)["internetdb"]?.state == .switchedOff)
    let inFile = "{\"internetdb\": {\"base_url\": \"https://internetdb.shodan.io\"}}"
    #expect(try resolve(inFile)["internetdb"]?.state == .notSwitchedOn)
  }

  @Test("the environment wins over the file")
  func environmentWins() throws {
    let file = """
      {"virustotal": {"enabled": true, "base_url": "https://file.example", "max_tlp": "green", "ttl": "12h",
      "limits": {"per_minute": 1000, "per_day": "20000"}}}
      """
    let keyed = ["VIRUSTOTAL_TOKEN": testKey]
    let fromFile = try #require(try resolve(file, keyed)["virustotal"])
    #expect(fromFile.baseURL.description == "https://file.example")
    #expect(fromFile.maximumTLP == .green)
    #expect(fromFile.timeToLive == .seconds(12 * 3600))
    #expect(fromFile.limits == RequestLimits(perMinute: 1000, perDay: 20_000))
    let environment = keyed.merging([
      "VIRUSTOTAL_BASE_URL": "http://localhost:9/x", "VIRUSTOTAL_MAX_TLP": "TLP:RED", "VIRUSTOTAL_ENABLED": "no",
    ]) { $1 }
    let both = try #require(try resolve(file, environment)["virustotal"])
    #expect(both.baseURL.description == "http://localhost:9/x")
    #expect(both.maximumTLP == .red)
    #expect(both.state == .switchedOff)
    let weekly = try resolve("{\"virustotal\": {\"limits\": {\"per_week\": 50}}}")["virustotal"]
    #expect(weekly?.limits == RequestLimits(perMinute: 4, perDay: 500, perWeek: 50) && weekly?.statesQuota == true)
    #expect(try resolve()["virustotal"]?.statesQuota == false)
    #expect(try resolve()["greynoise-community"]?.limits == RequestLimits(perWeek: 50))
    let unlimited = try resolve("{\"virustotal\": {\"limits\": {\"per_day\": null, \"per_minute\": \"unlimited\"}}}")
    #expect(unlimited["virustotal"]?.limits == RequestLimits())
  }

  @Test("the community connector shares GreyNoise's key and address, and works only where GreyNoise is off")
  func community() throws {
    let keyed = ["GREYNOISE_KEY": testKey, "GREYNOISE_BASE_URL": "http://127.0.0.1:1"]
    #expect(try resolve("{}", keyed)["greynoise-community"]?.state == .replaced(by: "greynoise"))
    let off = try #require(
      try resolve("{}", keyed.merging(["GREYNOISE_ENABLED": "false"]) { $1 })["greynoise-community"])
    #expect(off.isOn)
    #expect(off.key != nil)
    #expect(off.baseURL.port == 1)
    let inFile = try resolve("{\"greynoise\": {\"enabled\": false, \"api_key\": \"abcdefgh\"}}")
    #expect(inFile["greynoise-community"]?.isOn == true)
    let own = try resolve("{}", ["GREYNOISE_COMMUNITY_BASE_URL": "http://127.0.0.1:2"])
    #expect(own["greynoise-community"]?.isOn == true)
    #expect(own["greynoise-community"]?.key == nil)
    #expect(own["greynoise"]?.isOn == false)
  }

  @Test(
    "what is not understood is refused, by name and with what is allowed",
    arguments: [
      ("{\"virustotall\": {}}", "connectors.virustotall", "virustotal, shodan"),
      ("{\"virustotal\": {\"max_tpl\": \"red\"}}", "connectors.virustotal.max_tpl", "max_tlp"),
      ("{\"virustotal\": {\"max_tlp\": \"purple\"}}", "connectors.virustotal.max_tlp", "amber+strict"),
      ("{\"virustotal\": {\"ttl\": \"7 days\"}}", "connectors.virustotal.ttl", "7d"),
      ("{\"virustotal\": {\"ttl\": 7}}", "connectors.virustotal.ttl", "7d"),
      ("{\"virustotal\": {\"ttl\": \"99999999999999999999d\"}}", "connectors.virustotal.ttl", "7d"),
      ("{\"virustotal\": {\"enabled\": \"perhaps\"}}", "connectors.virustotal.enabled", "true nor false"),
      ("{\"virustotal\": {\"base_url\": \"ftp://x\"}}", "connectors.virustotal.base_url", "https://"),
      ("{\"virustotal\": {\"base_url\": \"https://u:p@x\"}}", "connectors.virustotal.base_url", "password"),
      ("{\"virustotal\": {\"base_url\": \"https://[s3cret]\"}}", "connectors.virustotal.base_url", "IPv6"),
      ("{\"virustotal\": {\"base_url\": \"https://s3cret s3cret\"}}", "connectors.virustotal.base_url", "spaces"),
      ("{\"virustotal\": {\"base_url\": \"s3cret\"}}", "connectors.virustotal.base_url", "https://"),
      ("{\"virustotal\": {\"base_url\": \"https://s3cret:s3cret\"}}", "connectors.virustotal.base_url", "port"),
      ("{\"virustotal\": {\"base_url\": []}}", "connectors.virustotal.base_url", "single value"),
      ("{\"virustotal\": {\"limits\": 5}}", "connectors.virustotal.limits", "per_minute"),
      ("{\"virustotal\": {\"limits\": {\"per_hour\": 5}}}", "connectors.virustotal.limits.per_hour", "per_minute"),
      ("{\"virustotal\": {\"limits\": {\"per_day\": 0}}}", "connectors.virustotal.limits.per_day", "above 0"),
      ("{\"virustotal\": {\"limits\": {\"per_day\": 1.5}}}", "connectors.virustotal.limits.per_day", "above 0"),
      ("{\"virustotal\": {\"api_key\": \"two words\"}}", "connectors.virustotal.api_key", "spaces"),
      ("{\"virustotal\": true}", "connectors.virustotal", "mapping"),
      ("[]", "connectors", "mapping"),
    ])
  func refused(_ json: String, _ setting: String, _ hint: String) throws {
    let problems = try problems(json)
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix(setting + ":") == true)
    #expect(problems.first?.contains(hint) == true)
    #expect(problems.first?.contains("s3cret") == false)
  }

  @Test("all problems come at once, and those of the environment under the variable's name")
  func allAtOnce() throws {
    let problems = try problems(
      "{\"shodan\": {\"ttl\": \"x\"}, \"nosuch\": {}}", ["VIRUSTOTAL_MAX_TLP": "x", "SHODAN_ENABLED": "x"])
    #expect(problems.count == 4)
    #expect(problems.contains { $0.hasPrefix("VIRUSTOTAL_MAX_TLP:") })
    #expect(problems.contains { $0.hasPrefix("SHODAN_ENABLED:") })
  }

  @Test(
    "at PAP:RED nobody is asked, at PAP:AMBER those who answer from what they have, and every connector says who it is",
    arguments: ConnectorCatalog.all.map(\.name))
  func permissibleActions(_ name: String) throws {
    let settings = try #require(try resolve()[name])
    #expect(settings.connector.reach == .database)
    #expect(settings.mayActOn(.clear) && settings.mayActOn(.green) && settings.mayActOn(.amber))
    #expect(!settings.mayActOn(.red))
  }

  @Test("a key goes over http only to this machine")
  func plainHTTP() throws {
    let keyed = ["SHODAN_TOKEN": testKey]
    for base in ["http://127.0.0.1:1", "http://127.8.8.8", "http://[::1]:8/x/", "http://localhost"] {
      #expect(try problems("{\"shodan\": {\"base_url\": \"\(base)\"}}", keyed).isEmpty)
    }
    for base in ["http://api.shodan.io", "http://10.0.0.1", "http://localhost.example", "http://[::2]"] {
      let told = try problems("{\"shodan\": {\"base_url\": \"\(base)\"}}", keyed)
      #expect(told.count == 1 && told.first?.contains("base_url") == true)
      #expect(told.first?.contains(try BaseURL(parsing: base).host) == false)
      #expect(try problems("{\"internetdb\": {\"base_url\": \"\(base)\", \"enabled\": true}}").isEmpty)
    }
  }
}
