import Events
import Indicators
import JSON
import Time

/// What a MISP event says about all of its attributes, as far as it has been read.
struct MispEvent {
  private(set) var date: Timestamp?
  /// Whether the tags have been read, so that a marking is known if there is one.
  private(set) var hasTags = false
  private var tags = MispTags(nil)
  private var galaxyClusters: [MispCluster] = []
  private var uuid: String?
  private(set) var info: String?
  let line: Int

  /// An event that begins on this line.
  init(line: Int) { self.line = line }

  /// The members that say something about the event as a whole.
  static let memberNames: Set<String> = ["date", "info", "uuid", "Tag", "Galaxy"]

  /// Takes in one of those members.
  mutating func take(_ name: String, _ value: JSONValue) {
    switch name {
    case "date": date = value.time
    case "info": info = value.string?.cut(to: 300)
    case "uuid": uuid = value.string.flatMap(String.init(uuid:))
    case "Tag":
      tags = MispTags(value)
      hasTags = true
    case "Galaxy": galaxyClusters = MispCluster.list(value)
    default: break
    }
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
    entity.trafficLight = tags.trafficLight
    return entity
  }

  /// A way to complete the statements of attributes, which is made once for all of them.
  var completion: Completion {
    Completion(
      trafficLight: tags.trafficLight, confidence: tags.confidence?.signal, labels: tags.labels.labels,
      clusterRelations: clusters.map(\.relation),
      eventRelation: report.map { Relation(type: "related-to", target: $0.key, name: $0.name) }, date: date)
  }

  /// What the event adds to the statements of its attributes.
  ///
  /// What an attribute says for itself goes before.
  struct Completion {
    var trafficLight: TrafficLight?
    var confidence: SignalValue?
    var labels: [String]
    var clusterRelations: [Relation]
    var eventRelation: Relation?
    var date: Timestamp?

    /// The statement of an attribute, completed.
    func complete(_ statement: inout Statement) {
      statement.trafficLight = statement.trafficLight ?? trafficLight
      if statement.signals["feed.confidence"] == nil { statement.signals["feed.confidence"] = confidence }
      statement.statedAt = statement.statedAt ?? date
      if statement.labels.isEmpty {
        statement.labels = labels
      } else {
        var all = LabelList(statement.labels)
        all.add(contentsOf: labels)
        statement.labels = all.labels
      }
      // The address of a victim indicates nothing.
      if statement.signals["feed.listed"] == true {
        let own = statement.relations
        statement.relations += clusterRelations.filter { !own.contains($0) }
      }
      if let eventRelation { statement.relations.append(eventRelation) }
    }
  }
}
