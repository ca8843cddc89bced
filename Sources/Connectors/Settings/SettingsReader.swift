import Indicators
import JSON

/// Reads the settings of one connector, from the environment first and from its section of the file second, and
/// collects what is wrong.
struct SettingsReader {
  let connector: String
  let section: JSONObject
  let environment: [String: String]
  var problems: [String] = []

  private static let known = ["enabled", "api_key", "base_url", "max_tlp", "ttl", "limits"]

  init(connector: String, section: JSONObject, environment: [String: String]) {
    self.connector = connector
    self.section = section
    self.environment = environment
  }

  // MARK: The settings

  mutating func key(environment name: String?) -> Secret? {
    guard let name else { return nil }
    guard let (origin, text) = inEnvironment(name) ?? inFile("api_key") else { return nil }
    guard let secret = Secret(text) else {
      problems.append("\(origin): a key holds neither spaces nor control characters nor letters beyond ASCII")
      return nil
    }
    return secret
  }

  mutating func baseURL() -> BaseURL? {
    guard let (origin, text) = inEnvironment(variable("BASE_URL")) ?? inFile("base_url") else { return nil }
    do {
      return try BaseURL(parsing: text)
    } catch {
      problems.append("\(origin): this is no base URL: \(error)")
      return nil
    }
  }

  var hasBaseURLInEnvironment: Bool { inEnvironment(variable("BASE_URL")) != nil }

  mutating func maximumTLP() -> TrafficLight? {
    guard let (origin, text) = inEnvironment(variable("MAX_TLP")) ?? inFile("max_tlp") else { return nil }
    if let marking = TrafficLight(parsing: text) { return marking }
    let names = TrafficLight.allCases.map(\.name).joined(separator: ", ")
    problems.append("\(origin): '\(text.bounded)' is no marking; allowed are \(names)")
    return nil
  }

  mutating func timeToLive() -> Duration? {
    guard let (origin, text) = inFile("ttl") else { return nil }
    if let duration = Duration(setting: text) { return duration }
    problems.append("\(origin): '\(text.bounded)' is no time; write a whole number with s, m, h, d or w, such as 7d")
    return nil
  }

  mutating func enabled() -> (environment: Bool?, file: Bool?) {
    (flag(inEnvironment(variable("ENABLED"))), flag(inFile("enabled")))
  }

  /// Whether the file says how often the vendor may be asked in a day or in a week.
  var statesQuota: Bool { ["per_day", "per_week"].contains { section["limits"]?[$0] != nil } }

  mutating func limits(defaults: RequestLimits) -> RequestLimits {
    var limits = defaults
    guard let value = section["limits"], value != .null else { return limits }
    guard let object = value.object else {
      problems.append("connectors.\(connector).limits: must be a mapping such as {per_minute: 4, per_day: 500}")
      return limits
    }
    for member in object.members {
      switch member.name {
      case "per_second": limits.perSecond = limit(member)
      case "per_minute": limits.perMinute = limit(member)
      case "per_day": limits.perDay = limit(member)
      case "per_week": limits.perWeek = limit(member)
      default:
        problems.append(
          "connectors.\(connector).limits.\(member.name.bounded): there is no such limit; there are per_second, "
            + "per_minute, per_day, per_week")
      }
    }
    return limits
  }

  mutating func reportUnknown() {
    for member in section.members where !Self.known.contains(member.name) {
      problems.append(
        "connectors.\(connector).\(member.name.bounded): there is no such setting; there are "
          + Self.known.joined(separator: ", "))
    }
  }

  // MARK: Where values come from

  /// `GREYNOISE_COMMUNITY_BASE_URL` for `BASE_URL` of `greynoise-community`.
  private func variable(_ setting: String) -> String {
    connector.uppercased().replacing("-", with: "_") + "_" + setting
  }

  private func inEnvironment(_ name: String) -> (origin: String, text: String)? {
    guard let text = environment[name].flatMap({ JSONValue.string($0).settingText }) else { return nil }
    return (name, text)
  }

  /// A setting of the file, with each `${NAME}` replaced from the environment; empty ones count as not set.
  private mutating func inFile(_ name: String) -> (origin: String, text: String)? {
    guard let value = section[name], value != .null else { return nil }
    let origin = "connectors.\(connector).\(name)"
    guard let text = value.settingText else {
      if value.string == nil { problems.append("\(origin): must be a single value") }
      return nil
    }
    guard let expanded = JSONValue.string(expand(text)).settingText else { return nil }
    return (origin, expanded)
  }

  private func expand(_ text: String) -> String {
    var output = ""
    var rest = Substring(text)
    while let start = rest.firstRange(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
      output += rest[..<start.lowerBound]
      output += environment[String(rest[start.upperBound..<end])] ?? ""
      rest = rest[rest.index(after: end)...]
    }
    return output + rest
  }

  private mutating func flag(_ setting: (origin: String, text: String)?) -> Bool? {
    guard let setting else { return nil }
    switch setting.text.lowercased() {
    case "true", "yes", "on", "1": return true
    case "false", "no", "off", "0": return false
    default:
      problems.append("\(setting.origin): '\(setting.text.bounded)' is neither true nor false")
      return nil
    }
  }

  /// A whole number above 0; null and `unlimited` lift the limit.
  private mutating func limit(_ member: JSONObject.Member) -> Int? {
    if member.value == .null || member.value.string == "unlimited" { return nil }
    if let number = member.value.integer, (1...1_000_000_000).contains(number) { return Int(number) }
    problems.append(
      "connectors.\(connector).limits.\(member.name): must be a whole number above 0, or unlimited")
    return nil
  }
}

extension JSONValue {
  /// The text of a scalar as it was written, without white space around it; nil for empty ones, lists and mappings.
  fileprivate var settingText: String? {
    switch self {
    case .string(let text):
      let trimmed = text.unicodeScalars.drop { $0.properties.isWhitespace }
      let end = trimmed.lastIndex { !$0.properties.isWhitespace }
      return end.map { String(trimmed[...$0]) }
    case .bool(let value): return String(value)
    case .integer(let value): return String(value)
    case .number(let value): return String(value)
    case .null, .array, .object: return nil
    }
  }
}

extension Duration {
  /// A time as a setting writes it: `30m`, `12h`, `7d`; at most ten years.
  init?(setting text: String) {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400]
    guard let last = text.last, let unit = units[last] else { return nil }
    let digits = text.dropLast()
    guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int64(digits),
      number <= 10 * 366 * 86_400 / unit
    else { return nil }
    self = .seconds(number * unit)
  }
}
