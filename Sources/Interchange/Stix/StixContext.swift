import Events
import Indicators
import JSON
import Time

/// Everything that reading one STIX object may need to know of the others.
struct StixContext {
  var markings = StixMarkings()
  var references = StixReferences()
  var observables = StixObservableQueue()
  /// Relationships and sightings of objects that have not come yet.
  private var waiting: [StixReference] = []
  private var held = StixHeldItems()
  /// In input order.
  private var released: [IntakeItem] = []
  private(set) var hasSeenObject = false

  /// So many relationships and sightings may wait; each takes about 300 bytes.
  private static let maximumWaiting = 100_000

  /// Everything that can be handed out by now, in reverse.
  mutating func release() -> [IntakeItem] {
    defer { released = [] }
    return released.reversed()
  }

  /// Hands out items that need no marking.
  mutating func emit(_ items: [IntakeItem]) { released += items }

  /// Hands out items of an object under these markings, or keeps them until the markings are defined.
  mutating func emit(_ items: [IntakeItem], of object: StixObject) {
    emit(items, markingRefs: object.markingRefs, labelled: object.labelledTrafficLight)
  }

  private mutating func emit(_ items: [IntakeItem], markingRefs: [String], labelled: TrafficLight?) {
    let (trafficLight, unknown) = markings.resolve(markingRefs)
    let strictest = [trafficLight, labelled].compactMap(\.self).max()
    let marked = strictest.map { trafficLight in items.map { $0.marked(trafficLight) } } ?? items
    if unknown.isEmpty { released += marked } else { released += held.hold(marked, until: unknown) }
  }

  /// Reads one object.
  mutating func take(_ json: JSONObject, line: Int) {
    guard let object = StixObject(json, line: line) else {
      let text = JSONValue.object(json).text().cut(to: 200)
      return emit([.rejected(Rejection(line: line, text: text, reason: "a STIX object needs a type and an id"))])
    }
    hasSeenObject = true
    switch object.type {
    case "indicator": takeIndicator(object)
    case "relationship", "sighting": takeReference(object)
    case "observed-data": takeObservedData(object)
    case "marking-definition":
      markings.define(object)
      emit([.skipped(Skip(line: object.line, reason: .marking))])
      released += held.define(object.id, as: markings)
    case _ where StixObservable.indicatorTypes.contains(object.type): takeObservable(object)
    case _ where StixReferences.isEntity(object.type): takeEntity(object)
    case _ where StixObservable.foreignTypes.contains(object.type):
      reject(object, "there is no indicator kind for \(object.type)")
    default: emit([.skipped(Skip(line: object.line, reason: .unkept))])
    }
  }

  /// Reports an object that was not taken in.
  mutating func reject(_ object: StixObject, text: String? = nil, _ reason: String) {
    emit([.rejected(Rejection(line: object.line, text: text ?? object.id, reason: reason))])
  }

  private mutating func takeEntity(_ object: StixObject) {
    guard object.id.hasPrefix(object.type + "--") else {
      return reject(object, "the id must begin with the type, as in \(object.type.cut(to: 60))--<uuid>")
    }
    var name: String?
    if object.type == "autonomous-system", let number = object["number"]?.integer { name = "AS\(number)" }
    emit([.entity(object.entity(named: name))], of: object)
  }

  // MARK: References

  private mutating func takeReference(_ object: StixObject) {
    switch StixReference.reading(object) {
    case .success(let reference): take(reference)
    case .failure(.skipped): emit([.skipped(Skip(line: object.line, reason: .ended))])
    case .failure(.rejected(let reason)): reject(object, reason)
    }
  }

  /// Resolves a reference now, or lets it wait for what it refers to.
  mutating func take(_ reference: StixReference) {
    if let items = reference.items(references) {
      emitResolved(items, of: reference)
    } else if waiting.count < Self.maximumWaiting {
      waiting.append(reference)
    } else {
      let reason = "it refers to an object that comes later, and \(Self.maximumWaiting) others wait already"
      emit([.rejected(Rejection(line: reference.line, text: reference.id, reason: reason))])
    }
  }

  /// What was observed goes the way of all observations, which ends with the input.
  private mutating func emitResolved(_ items: [IntakeItem], of reference: StixReference) {
    for item in items {
      if case .statement(let statement) = item {
        observe(statement, isSeen: true, markingRefs: reference.markingRefs)
      } else {
        emit([item], markingRefs: reference.markingRefs, labelled: nil)
      }
    }
  }

  /// Takes note that a value was observed.
  mutating func observe(_ statement: Statement, isSeen: Bool, markingRefs: [String]) {
    let observed = StixObservableQueue.Observed(statement: statement, isSeen: isSeen, markingRefs: markingRefs)
    if let item = observables.wait(observed) { emit([item], markingRefs: markingRefs, labelled: nil) }
  }

  /// Lets go of everything that waits: nothing more will come.
  mutating func finish() {
    for reference in waiting {
      emitResolved(reference.items(references) ?? [.rejected(reference.dangling)], of: reference)
    }
    waiting = []
    for (item, markingRefs) in observables.finish() { emit([item], markingRefs: markingRefs, labelled: nil) }
    released += held.finish()
  }
}

extension IntakeItem {
  /// The item under a marking, if that is stricter than its own.
  func marked(_ trafficLight: TrafficLight) -> IntakeItem {
    func strictest(_ own: TrafficLight?) -> TrafficLight { max(own ?? .clear, trafficLight) }
    switch self {
    case .statement(var statement):
      statement.trafficLight = strictest(statement.trafficLight)
      return .statement(statement)
    case .entity(var entity):
      entity.trafficLight = strictest(entity.trafficLight)
      return .entity(entity)
    case .relationship(var relationship):
      relationship.trafficLight = strictest(relationship.trafficLight)
      return .relationship(relationship)
    case .sighting(var sighting):
      sighting.trafficLight = strictest(sighting.trafficLight)
      return .sighting(sighting)
    case .rejected, .ignored, .setAside, .skipped, .object, .fileDate: return self
    }
  }
}
