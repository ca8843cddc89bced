import Connectors
import EventLog
import Indicators
import JSON
import YAML

/// What `config.yml` and the environment say, taken together.
public struct Configuration: Sendable {
  /// Every connector of the catalogue, on or off.
  public var connectors: [ConnectorSettings]
  /// What an indicator without a marking counts as.
  public var defaultTrafficLight: TrafficLight

  /// Reads the ledger's configuration; a missing file counts as an empty one.
  ///
  /// Throws with the file and every problem found.
  public init(folder: LedgerFolder, environment: [String: String]) throws {
    let path = folder.configuration
    var file: JSONValue = .null
    if Files.exists(path) {
      let text = String(decoding: try Files.contents(of: path, limit: 1 << 20), as: UTF8.self)
      file = try Self.parse(text, file: path)
    }
    var problems: [String] = []
    if file != .null, file.object == nil {
      problems.append("the file must be a mapping of settings, such as default_tlp: clear")
    }
    for member in file.object?.members ?? [] where !["connectors", "default_tlp"].contains(member.name) {
      problems.append("\(member.name): there is no such setting; there are connectors and default_tlp")
    }
    defaultTrafficLight = .clear
    switch file["default_tlp"] {
    case nil, .null: break
    case .string(let text) where TrafficLight(parsing: text) != nil:
      defaultTrafficLight = TrafficLight(parsing: text) ?? .clear
    default:
      problems.append("default_tlp: must be one of \(TrafficLight.allCases.map(\.name).joined(separator: ", "))")
    }
    connectors = []
    do {
      connectors = try ConnectorSettings.resolve(configuration: file["connectors"], environment: environment)
    } catch {
      problems += error.problems
    }
    guard problems.isEmpty else {
      throw LedgerError(.badFile, problems.map { "\(path): \($0)" }.joined(separator: "\n"))
    }
  }

  /// The YAML of a file as values that carry no YAML any more.
  private static func parse(_ text: String, file: String) throws -> JSONValue {
    do throws(YAMLError) {
      return try YAMLNode.parse(text).map(value) ?? .null
    } catch {
      // The error repeats nothing of the text, and the name that is written twice stays out too: it may hold a key.
      throw LedgerError(.badFile, "\(file):\(error.line): \(error.problem); \(error.remedy)")
    }
  }

  private static func value(_ node: YAMLNode) -> JSONValue {
    switch node.content {
    case .scalar(let text, isQuoted: true): return .string(text)
    case .scalar(let text, isQuoted: false):
      switch text.lowercased() {
      case "true", "yes", "on": return .bool(true)
      case "false", "no", "off": return .bool(false)
      case "", "null", "~": return .null
      default: return Int64(text).map(JSONValue.integer) ?? .string(text)
      }
    case .sequence(let elements): return .array(elements.map(value))
    case .mapping(let members):
      var object = JSONObject()
      for member in members { object.append(member.name, value(member.value)) }
      return .object(object)
    }
  }

  /// What `init` writes: every setting that there is, commented out.
  static let starterText = """
    # Connectors ask vendors about indicators. One with a key is on; those without need 'enabled: true'.
    # The environment wins over this file: VIRUSTOTAL_TOKEN, SHODAN_TOKEN, ABUSEIPDB_API_KEY, GREYNOISE_KEY, and
    # <CONNECTOR>_BASE_URL, _ENABLED, _MAX_TLP. Better than writing a key here is to name a variable: ${MY_VARIABLE}.
    #
    # connectors:
    #   virustotal:
    #     enabled: true
    #     api_key: ${VIRUSTOTAL_TOKEN}
    #     max_tlp: amber            # nothing marked stricter is sent
    #     ttl: 7d                   # how long an answer counts as fresh
    #     limits: {per_minute: 4, per_day: 500}
    #   internetdb:
    #     enabled: true             # needs no key

    # What an indicator without a marking counts as: clear, green, amber, amber+strict or red.
    default_tlp: clear

    """
}
