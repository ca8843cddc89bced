import Events
import Indicators
import JSON
import Time

/// What a MISP event says about all of its attributes, as far as it has been read.
struct MispEvent {
  private(set) var date: Timestamp?
  /// Whether the tags have been read, so that a marking is known if there is one.
  private(set) var hasTags = false
  private var tagLists: [JSONValue] = []
  private var tags = MispTags()
  private var isDeleted = false
  private var changedAt: Timestamp?
  /// Sightings that stand beside the attributes, by the uuid of the one they are of.
  private var sightings: [String: MispSightings] = [:]
  /// Sightings that cannot be told to belong to an attribute.
  private var strayed: [Rejection] = []
  private var galaxyClusters: [MispCluster] = []
  private var uuid: String?
  private(set) var info: String?
  let line: Int

  /// An event that begins on this line.
  init(line: Int) { self.line = line }

  /// The members that say something about the event as a whole.
  static let memberNames: Set<String> = [
    "date", "info", "uuid", "Tag", "EventTag", "Galaxy", "deleted", "timestamp", "Sighting",
  ]

  /// Takes in one of those members.
  mutating func take(_ name: String, _ value: JSONValue) {
    switch name {
    case "date": date = value.time
    case "info": info = value.string?.cut(to: 300)
    case "uuid": uuid = value.string.flatMap(String.init(uuid:))
    case "Tag", "EventTag":
      tagLists.append(value)
      tags = MispTags(tagLists)
      hasTags = true
    case "deleted": isDeleted = value.truth == true
    case "timestamp": changedAt = value.time
    case "Sighting": (value.array ?? [value]).forEach { takeSighting($0) }
    case "Galaxy": galaxyClusters = MispCluster.list(value)
    default: break
    }
  }

  /// Whether sightings stand beside the attributes.
  var hasSightings: Bool { !sightings.isEmpty || !strayed.isEmpty }

  private static let maximumSightings = 100_000

  private mutating func takeSighting(_ value: JSONValue) {
    let sighting = value["Sighting"] ?? value
    let attribute = sighting["Attribute"] ?? sighting["attribute"]
    guard let uuid = (sighting["attribute_uuid"] ?? attribute?["uuid"])?.string.flatMap(String.init(uuid:)),
      sightings[uuid] != nil || sightings.count < Self.maximumSightings
    else {
      if strayed.count < Self.maximumSightings {
        let reason = "a sighting beside the attributes needs the attribute_uuid of the one it is of"
        strayed.append(Rejection(line: line, text: sighting.text(), reason: reason))
      }
      return
    }
    sightings[uuid, default: MispSightings()].add(sighting)
  }

  /// The clusters of the galaxies, and those that only a tag names.
  private var clusters: [MispCluster] {
    let named = Set(galaxyClusters.map(\.name))
    return Array((galaxyClusters + tags.clusters.filter { !named.contains($0.name) }).prefix(64))
  }

  /// The event and its clusters as entities.
  var entities: [EntityStatement] {
    clusters.map { marked($0.entity(line: line)) } + (report.map { [$0] } ?? [])
  }

  /// The event itself, which STIX calls a report.
  private var report: EntityStatement? {
    guard let uuid, let info else { return nil }
    var facts = Facts()
    facts["published"] = date.map { .text($0.rfc3339) }
    return marked(
      EntityStatement(key: StreamKey(kind: "report", value: "report--\(uuid)"), name: info, facts: facts, line: line))
  }

  private func marked(_ entity: EntityStatement) -> EntityStatement {
    var entity = entity
    entity.trafficLight = tags.marking.trafficLight
    return entity
  }

  /// A way to complete the statements of attributes, which is made once for all of them.
  var completion: Completion {
    Completion(
      marking: tags.marking, confidence: tags.confidence?.signal, isHarmless: tags.isHarmless == true,
      deletion: isDeleted ? .some(changedAt) : nil, labels: tags.labels.labels,
      clusterRelations: clusters.map(\.relation),
      eventRelation: report.map { Relation(type: "related-to", target: $0.key, name: $0.name) }, date: date,
      line: line, sightings: sightings, strayed: strayed)
  }

  /// What the event adds to the statements of its attributes.
  ///
  /// What an attribute says for itself goes before, but for markings, of which the strictest counts.
  struct Completion {
    var marking: Marking
    var confidence: SignalValue?
    var isHarmless: Bool
    /// Where the event was deleted, when it was last changed, if it says so.
    var deletion: Timestamp??
    var labels: [String]
    var clusterRelations: [Relation]
    var eventRelation: Relation?
    var date: Timestamp?
    var line: Int
    var sightings: [String: MispSightings]
    var strayed: [Rejection]

    /// The statement of an attribute, completed.
    func complete(_ statement: inout Statement) {
      statement.marking.tighten(by: marking)
      statement.signals.state(confidence: confidence)
      statement.statedAt = statement.statedAt ?? date
      if statement.labels.isEmpty {
        statement.labels = labels
      } else {
        var all = LabelList(statement.labels)
        all.add(contentsOf: labels)
        statement.labels = all.labels
      }
      if isHarmless, statement.signals["feed.listed"] == true {
        statement.signals.unlist()
        statement.relations.removeAll { $0.type == "indicates" }
      }
      if let changedAt = deletion { withdraw(&statement, changedAt) }
      if let uuid = statement.object?.id { sightings[uuid]?.complete(&statement) }
      // The address of a victim indicates nothing.
      if statement.signals["feed.listed"] == true {
        let own = statement.relations
        statement.relations += clusterRelations.filter { !own.contains($0) }
      }
      if let eventRelation, !statement.isWithdrawn { statement.relations.append(eventRelation) }
    }

    /// The sightings beside the attributes that are of this statement's.
    func sightings(of statement: Statement) -> [IntakeItem] {
      guard let uuid = statement.object?.id, let reported = sightings[uuid] else { return [] }
      return reported.statements(of: statement.indicator, statement.marking, line: statement.line)
        .map { .sighting($0) } + reported.ignored(line: statement.line).map { .ignored($0) }
    }

    /// The sightings that are of none of the event's attributes, besides those that were found.
    func strayed(beside sighted: Set<String>) -> [Rejection] {
      strayed
        + sightings.keys.filter { !sighted.contains($0) }.sorted().map { uuid in
          Rejection(line: line, text: uuid, reason: "a sighting of an attribute that the event does not have")
        }
    }

    private func withdraw(_ statement: inout Statement, _ changedAt: Timestamp?) {
      statement.signals.withdraw()
      statement.relations = []
      // The attributes of a deleted event keep their times.
      if let changedAt, let object = statement.object {
        statement.object = SourceObject(id: object.id, version: max(object.version ?? changedAt, changedAt))
      }
    }
  }
}
