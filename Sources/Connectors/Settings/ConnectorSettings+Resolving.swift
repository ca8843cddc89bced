import Indicators
import JSON

extension ConnectorSettings {
  /// Takes the configuration file and the environment together, for every connector in the catalogue's order.
  ///
  /// The environment wins over the file. `configuration` is the mapping under `connectors:`, with names as in the
  /// file; `environment` is the process's. Throws with every problem found, because a marking or an address that is
  /// not understood must not be guessed.
  public static func resolve(
    configuration: JSONValue?, environment: [String: String]
  ) throws(SettingsError) -> [ConnectorSettings] {
    var problems: [String] = []
    let file = object(configuration ?? .null, named: "connectors", problems: &problems)
    for member in file.members where ConnectorCatalog.connector(named: member.name) == nil {
      let names = ConnectorCatalog.all.map(\.name).joined(separator: ", ")
      problems.append("connectors.\(member.name.bounded): there is no such connector; there are \(names)")
    }
    var resolved: [ConnectorSettings] = []
    for connector in ConnectorCatalog.all {
      let section = object(file[connector.name] ?? .null, named: "connectors.\(connector.name)", problems: &problems)
      var reader = SettingsReader(connector: connector.name, section: section, environment: environment)
      let leader = connector.standsInFor.flatMap { name in resolved.first { $0.name == name } }
      if let settings = settings(of: connector, leader: leader, reader: &reader) { resolved.append(settings) }
      problems += reader.problems
    }
    guard problems.isEmpty else { throw SettingsError(problems: problems) }
    return resolved
  }

  private static func object(_ value: JSONValue, named name: String, problems: inout [String]) -> JSONObject {
    switch value {
    case .object(let object): return object
    case .null: return JSONObject()
    default:
      problems.append("\(name): must be a mapping of settings")
      return JSONObject()
    }
  }

  private static func settings(
    of connector: any Connector, leader: ConnectorSettings?, reader: inout SettingsReader
  ) -> ConnectorSettings? {
    let key = reader.key(environment: connector.key.environment) ?? leader?.key
    let baseURL = reader.baseURL() ?? leader?.baseURL ?? (try? BaseURL(parsing: connector.baseURL))
    let maximumTLP = reader.maximumTLP() ?? connector.defaults.maximumTLP
    let timeToLive = reader.timeToLive() ?? connector.defaults.timeToLive
    let limits = reader.limits(defaults: connector.defaults.limits)
    let statesQuota = reader.statesQuota
    let state = state(of: connector, hasKey: key != nil, leader: leader, reader: &reader)
    reader.reportUnknown()
    guard let baseURL else { return nil }
    if key != nil, !baseURL.isSecure, !baseURL.isLoopback {
      reader.problems.append(
        "connectors.\(connector.name).base_url: a key is sent in the clear over http:// only to this machine; use https://"
      )
    }
    return ConnectorSettings(
      connector: connector, state: state, key: key, baseURL: baseURL, maximumTLP: maximumTLP, timeToLive: timeToLive,
      limits: limits, statesQuota: statesQuota)
  }

  /// `_ENABLED`, then a keyless connector's `_BASE_URL`, then `enabled`, then whether there is a key.
  private static func state(
    of connector: any Connector, hasKey: Bool, leader: ConnectorSettings?, reader: inout SettingsReader
  ) -> ConnectorState {
    let stated = reader.enabled()
    if let leader, leader.isOn { return .replaced(by: leader.name) }
    let isWanted = stated.environment ?? (!hasKey && reader.hasBaseURLInEnvironment ? true : stated.file)
    if isWanted == false { return .switchedOff }
    if !hasKey, connector.key.isRequired { return .keyMissing(environment: connector.key.environment ?? "") }
    return hasKey || isWanted == true ? .on : .notSwitchedOn
  }
}
