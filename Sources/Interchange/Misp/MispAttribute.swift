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
    /// The tags of the object.
    var tags: JSONValue?
    /// Whether the object was deleted, and when it was last changed.
    var isDeleted = false
    var changedAt: Timestamp?

    init() {}

    /// Reads what an object says of all its attributes.
    init(object: JSONValue) {
      objectName = object["name"]?.string
      firstSeen = object["first_seen"]?.time
      lastSeen = object["last_seen"]?.time
      tags = object["Tag"]
      isDeleted = object["deleted"]?.truth == true
      changedAt = object["timestamp"]?.time
    }
  }

  /// What the attribute says, before its event's tags and date are known.
  private(set) var statements: [Statement] = []
  private(set) var sightings: [SightingStatement] = []
  private(set) var clusters: [MispCluster] = []
  private(set) var rejections: [Rejection] = []
  /// Sightings that cannot be read; the attribute is taken in without them.
  private(set) var ignored: [Rejection] = []
  /// What the attribute and its object are marked with.
  private(set) var marking = Marking()
  /// The line it starts on, from 1; of an object's attribute the line of the object.
  let line: Int
  /// Why the attribute is no intelligence that is kept: deleted, a comment, a link.
  private(set) var skipped: Skip.Reason?
  /// Whether the attribute certainly holds no indicator in this version, whatever it held before.
  private var namesNothing = false
  /// What the attribute amounts to, where it gives no statements; else it goes by their ``Statement/object``.
  private(set) var amount: ObjectStatement?

  /// Reads an attribute.
  init(_ json: JSONValue, line: Int, in surroundings: Surroundings = Surroundings()) {
    self.line = line
    let isDeleted = surroundings.isDeleted || json["deleted"]?.truth == true
    let object = Self.version(of: json, in: surroundings)
    read(json, in: surroundings, object: object, isDeleted: isDeleted)
    guard isDeleted || namesNothing else {
      // A value that is damaged does not take back what an earlier version said.
      return
    }
    if isDeleted, statements.isEmpty {
      rejections = []
      skipped = .ended
    }
    if let object, statements.isEmpty {
      amount = ObjectStatement(object: object, indicators: [], ending: isDeleted ? .deleted : nil, line: line)
    }
  }

  /// The attribute in this version; nil for hand-written ones that have no uuid.
  ///
  /// The server deletes an object without touching its attributes, which ends them as of the object's time.
  private static func version(of json: JSONValue, in surroundings: Surroundings) -> SourceObject? {
    guard let uuid = json["uuid"]?.string.flatMap(String.init(uuid:)) else { return nil }
    let changedAt = json["timestamp"]?.time
    guard surroundings.isDeleted, let later = surroundings.changedAt else {
      return SourceObject(id: uuid, version: changedAt)
    }
    return SourceObject(id: uuid, version: max(later, changedAt ?? later))
  }

  private mutating func read(
    _ json: JSONValue, in surroundings: Surroundings, object: SourceObject?, isDeleted: Bool
  ) {
    guard let name = json["type"]?.string, let value = json["value"]?.string else {
      rejections = [Rejection(line: line, text: json.text(), reason: "a MISP attribute needs a type and a value")]
      return
    }
    let isForDetection = json["to_ids"]?.truth ?? false
    func pass(over reason: String) {
      // What is not meant for detection is mostly no indicator at all, and would only fill the report.
      if isForDetection {
        rejections = [Rejection(line: line, text: value, reason: reason)]
      }
      skipped = isForDetection ? nil : .unkept
      namesNothing = true
    }
    guard let type = MispAttributeType(name) else {
      return pass(over: "there is no indicator kind for the MISP type '\(name.cut(to: 60))'")
    }
    let relation = json["object_relation"]?.string
    if type.isHash, MispAttributeType.isPartial(relation: relation, of: surroundings.objectName) {
      let part = [surroundings.objectName, relation].compactMap { $0?.cut(to: 60) }.joined(separator: " ")
      return pass(over: "the \(name) of a part (\(part)) is no checksum of a file")
    }
    if name == "uri", !value.contains("://") {
      rejections = [Rejection(line: line, text: value, reason: "a URI without a host is no indicator")]
      return
    }
    let tags = MispTags([json["Tag"], json["AttributeTag"], surroundings.tags])
    marking = tags.marking
    let isContext =
      !isForDetection
      && Self.isContext(type: name, category: json["category"]?.string, object: surroundings.objectName)
    if !isDeleted { clusters = tags.clusters + MispCluster.list(json["Galaxy"]) }
    var signals: Facts = ["feed.listed": .bool(!isContext), "feed.to_ids": .bool(isForDetection)]
    signals.state(confidence: tags.confidence?.signal)
    let isHarmless = tags.isHarmless == true
    if isHarmless { signals.unlist() }
    if isDeleted { signals.withdraw() }
    let firstSeen = json["first_seen"]?.time ?? surroundings.firstSeen
    let lastSeen = json["last_seen"]?.time ?? surroundings.lastSeen
    let template = Statement(
      // Replaced by each part of the value.
      indicator: Indicator(.domain, canonical: ""), signals: signals,
      statedAt: lastSeen ?? firstSeen ?? json["timestamp"]?.time, firstSeen: firstSeen, lastSeen: lastSeen,
      labels: tags.labels.labels, trafficLight: marking.trafficLight, permissibleActions: marking.permissibleActions,
      object: object, relations: isContext || isHarmless ? [] : clusters.prefix(16).map(\.relation), line: line)
    read(value, as: type, template: template)
    if !isDeleted { take(MispSightings(json["Sighting"])) }
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

  /// Takes in what was reported of the attribute.
  private mutating func take(_ reported: MispSightings) {
    for index in statements.indices { reported.complete(&statements[index]) }
    for statement in statements { sightings += reported.statements(of: statement.indicator, marking, line: line) }
    ignored = reported.ignored(line: line)
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
