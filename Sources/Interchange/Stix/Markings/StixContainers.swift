import Events
import Indicators

/// Reports and groupings, whose marking holds for what they are about and is said nowhere else.
///
/// By STIX a marking applies to the object that carries it (2.1 §7.2). Exporters rely on more: misp-stix marks the report
/// that an event becomes and none of the indicators in it. So what has no marking of its own takes that of the containers
/// that name it, and everything does where the container says that misp-stix made it.
struct StixContainers {
  private struct Container {
    var object: SourceObject
    var refs: [String]
    var marks: StixMarks
    /// Whether what it is about is marked by it whatever its own marking.
    var isWhole: Bool
    var line: Int
  }

  private static let maximumCount = 10_000
  /// What a container may be about that speaks of indicators.
  private static let contents = StixObservable.indicatorTypes.union(["indicator", "observed-data"])

  private var containers: [Container] = []
  /// The objects that have a marking of their own.
  private var marked: Set<StixObjectID> = []

  /// Takes note of a container, or of an object that one may be about.
  mutating func note(_ object: StixObject) {
    let isContainer = object.type == "report" || object.type == "grouping"
    guard isContainer || Self.contents.contains(object.type) else { return }
    guard !object.marks.isEmpty else { return }
    guard isContainer else {
      if marked.count < StixReferences.maximumCount { marked.insert(StixObjectID(object.id)) }
      return
    }
    guard containers.count < Self.maximumCount, !object.isRevoked else { return }
    let refs = object.texts("object_refs").filter {
      $0.hasPrefix("indicator--") || $0.hasPrefix("observed-data--") || StixObservable.isReference($0)
    }
    let isWhole = object.texts("labels").contains { $0.lowercased().hasPrefix("misp:tool=\"misp-stix") }
    containers.append(
      Container(object: object.version, refs: refs, marks: object.marks, isWhole: isWhole, line: object.line))
  }

  /// What the containers mark; a marking that nobody defines is the strictest.
  mutating func finish(_ markings: StixMarkings, _ references: StixReferences) -> [IntakeItem] {
    defer { containers = [] }
    return containers.compactMap { container in
      let (defined, unknown) = markings.resolve(container.marks.refs)
      var marking = defined.tightened(by: container.marks.labelled)
      if !unknown.isEmpty { marking.tighten(by: Marking(.red)) }
      let refs = container.isWhole ? container.refs : container.refs.filter { !marked.contains(StixObjectID($0)) }
      guard !marking.isEmpty, !refs.isEmpty, case .keys(let keys) = references.target(of: refs) else { return nil }
      return .object(
        ObjectStatement(
          object: container.object, indicators: keys.compactMap(\.indicator), trafficLight: marking.trafficLight,
          permissibleActions: marking.permissibleActions, line: container.line))
    }
  }
}
