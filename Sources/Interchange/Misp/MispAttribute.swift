import Events
import Indicators
import JSON
import Time

/// One attribute of a MISP event or of an object in it, read without regard to the event.
struct MispAttribute {
  /// What the attribute is a part of.
  struct Surroundings {
    /// The name of the object that it belongs to, such as `file`.
    var objectName: String?
    var firstSeen: Timestamp?
    var lastSeen: Timestamp?
  }

  /// What the attribute says, before its event's tags and date are known.
  private(set) var statements: [Statement] = []
  private(set) var sightings: [SightingStatement] = []
  private(set) var clusters: [MispCluster] = []
  private(set) var rejections: [Rejection] = []
  /// The line it starts on, from 1; of an object's attribute the line of the object.
  let line: Int
  /// Whether the attribute is no intelligence that is kept: deleted, a comment, a link.
  private(set) var isSkipped = false

  /// Reads an attribute.
  init(_ json: JSONValue, line: Int, in surroundings: Surroundings = Surroundings()) {
    self.line = line
    guard let name = json["type"]?.string, let value = json["value"]?.string else {
      rejections = [Rejection(line: line, text: json.text(), reason: "a MISP attribute needs a type and a value")]
      return
    }
    guard json["deleted"]?.truth != true else {
      isSkipped = true
      return
    }
    let isForDetection = json["to_ids"]?.truth ?? false
    guard let type = MispAttributeType(name) else {
      isSkipped = !isForDetection
      if isForDetection {
        let reason = "there is no indicator kind for the MISP type '\(name.cut(to: 60))'"
        rejections = [Rejection(line: line, text: value, reason: reason)]
      }
      return
    }
    if name == "uri", !value.contains("://") {
      rejections = [Rejection(line: line, text: value, reason: "a URI without a host is no indicator")]
      return
    }
    let category = json["category"]?.string
    let isContext = !isForDetection && Self.isContext(type: name, category: category, object: surroundings.objectName)
    let tags = MispTags(json["Tag"])
    clusters = tags.clusters + MispCluster.list(json["Galaxy"])
    var signals: Facts = ["feed.listed": .bool(!isContext), "feed.to_ids": .bool(isForDetection)]
    signals["feed.confidence"] = tags.confidence?.signal
    let firstSeen = json["first_seen"]?.time ?? surroundings.firstSeen
    let lastSeen = json["last_seen"]?.time ?? surroundings.lastSeen
    let template = Statement(
      // Replaced by each part of the value.
      indicator: Indicator(.domain, canonical: ""), signals: signals,
      statedAt: lastSeen ?? firstSeen ?? json["timestamp"]?.time, firstSeen: firstSeen, lastSeen: lastSeen,
      labels: tags.labels.labels, trafficLight: tags.trafficLight,
      relations: isContext ? [] : clusters.prefix(16).map(\.relation), line: line)
    read(value, as: type, template: template)
    readSightings(json["Sighting"], line: line)
  }

  private mutating func read(_ value: String, as type: MispAttributeType, template: Statement) {
    let texts =
      type.parts.count == 1 ? [value] : value.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    guard texts.count == type.parts.count else {
      let reason = "the type asks for \(type.parts.count) parts joined by '|'"
      rejections.append(Rejection(line: template.line, text: value, reason: reason))
      return
    }
    for (text, kinds) in zip(texts, type.parts) where !kinds.isEmpty {
      do throws(IndicatorError) {
        var statement = template
        statement.indicator = try Indicator(parsing: text, asOneOf: kinds)
        statements.append(statement)
      } catch {
        rejections.append(Rejection(line: template.line, text: value, reason: error.description))
      }
    }
    // `domain|ip`: the two were seen together.
    if statements.count == 2 {
      statements[0].relations.append(Relation(type: "resolves-to", target: StreamKey(statements[1].indicator)))
    }
  }

  /// Sightings by their kind: 0 seen, 1 a false positive; 2, an expiry date, is none.
  private mutating func readSightings(_ json: JSONValue?, line: Int) {
    for (type, isPositive) in [(Int64(0), true), (1, false)] {
      let seen = (json?.array ?? []).filter { ($0["type"]?.integer ?? 0) == type }
      guard !seen.isEmpty else { continue }
      let latest = seen.compactMap { $0["date_sighting"]?.time }.max()
      for statement in statements {
        sightings.append(
          SightingStatement(
            indicator: statement.indicator, seenAt: latest, count: Int64(seen.count), isPositive: isPositive, line: line
          ))
      }
    }
  }

  /// Whether an attribute that is not fit for detection only tells the story: about a victim, a recipient or a report.
  private static func isContext(type: String, category: String?, object: String?) -> Bool {
    type == "email-dst" || category.map(contextCategories.contains) ?? false
      || object.map(contextObjects.contains) ?? false
  }

  private static let contextCategories: Set<String> = [
    "Internal reference", "Targeting data", "External analysis", "Support Tool", "Person",
  ]
  private static let contextObjects: Set<String> = [
    "corporate-asset", "victim", "target-system", "person", "organization", "employee", "identity", "legal-entity",
    "device", "user-account", "report", "annotation",
  ]
}

extension MispCluster {
  /// The clusters of a list of galaxies.
  static func list(_ galaxies: JSONValue?) -> [MispCluster] {
    (galaxies?.array ?? []).prefix(256).flatMap { galaxy in
      (galaxy["GalaxyCluster"]?.array ?? []).prefix(256).compactMap { cluster in
        MispCluster(cluster, galaxyType: galaxy["type"]?.string)
      }
    }
  }
}

extension JSONValue {
  /// A truth value, which MISP also writes as `"1"` or `1`.
  var truth: Bool? {
    bool ?? integer.map { $0 != 0 } ?? string.flatMap { ["true": true, "false": false][$0.lowercased()] }
  }

  /// A time, written out or as seconds since 1970.
  ///
  /// MISP writes 0 for none.
  var time: Timestamp? {
    switch self {
    case .string(let text): Timestamp(parsingOrCounting: text)
    case .integer(let seconds): seconds > 0 ? Timestamp(seconds: seconds) : nil
    default: nil
    }
  }
}
