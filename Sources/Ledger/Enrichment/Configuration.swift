import Connectors
import EventLog
import Indicators
import JSON
import Yams

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
    do {
      guard let node = try Yams.compose(yaml: text) else { return .null }
      return try value(node, depth: 0)
    } catch let error as YamlError {
      // Not in the error's own words: those quote the text around the place, which may hold a key.
      let place = (line(of: error, in: text).map { ":\($0)" } ?? "")
      throw LedgerError(
        .badFile, "\(file)\(place): this is not YAML: \(problem(of: error)); check the line and the one above")
    }
  }

  private static func line(of error: YamlError, in text: String) -> Int? {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    case .duplicatedKeysInMapping(_, let context): context.mark.line
    case .reader(_, let offset, _, _): text.prefix(offset ?? 0).reduce(1) { $1.isNewline ? $0 + 1 : $0 }
    default: nil
    }
  }

  private static func problem(of error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, _, _) where problem.contains("cannot start any token"):
      "indent with spaces, never tabs, and quote texts that start with @, % or `"
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _),
      .reader(let problem, _, _, _):
      problem
    case .duplicatedKeysInMapping: "a setting is written twice in one mapping"
    default: "it cannot be read"
    }
  }

  private static func value(_ node: Node, depth: Int) throws -> JSONValue {
    guard depth < 16 else { throw LedgerError(.badFile, "config.yml is nested too deeply") }
    switch node {
    case .scalar(let scalar):
      if scalar.style != .plain { return .string(scalar.string) }
      if let bool = Bool.construct(from: scalar) { return .bool(bool) }
      if let integer = Int64(scalar.string) { return .integer(integer) }
      return scalar.string.isEmpty || scalar.string == "null" || scalar.string == "~" ? .null : .string(scalar.string)
    case .sequence(let sequence): return .array(try sequence.map { try value($0, depth: depth + 1) })
    case .mapping(let mapping):
      var object = JSONObject()
      for (key, entry) in mapping {
        object.append(key.string ?? "", try value(entry, depth: depth + 1))
      }
      return .object(object)
    case .alias: throw LedgerError(.badFile, "config.yml: write values out instead of using aliases")
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
