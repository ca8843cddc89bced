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
  private var containers = StixContainers()
  /// In input order.
  private var released: [IntakeItem] = []
  private(set) var hasSeenObject = false
  /// What was said of properties that cannot be read.
  private var told: Set<String> = []

  /// So many relationships and sightings may wait; each takes about 300 bytes.
  private static let maximumWaiting = 100_000

  /// Everything that can be handed out by now, in reverse.
  mutating func release() -> [IntakeItem] {
    defer { released = [] }
    return released.reversed()
  }

  /// Hands out items that need no marking.
  mutating func emit(_ items: [IntakeItem]) { released += items }

  /// Hands out items of an object under its markings, or keeps them until those are defined.
  mutating func emit(_ items: [IntakeItem], of object: StixObject) {
    emit(items, under: object.marks, line: object.line)
  }

  private mutating func emit(_ items: [IntakeItem], under marks: StixMarks, line: Int) {
    let (defined, unknown) = markings.resolve(marks.refs)
    let marking = defined.tightened(by: marks.labelled)
    let marked = marking.isEmpty ? items : items.map { $0.marked(marking) }
    if unknown.isEmpty { released += marked } else { released += held.hold(marked, until: unknown, line: line) }
  }

  /// Says once that a property of some objects cannot be read; they are taken in without it.
  mutating func tell(_ property: String, of object: StixObject, _ reason: String) {
    guard told.insert(property + reason).inserted else { return }
    let text = object[property]?.text().cut(to: 200) ?? object.id
    emit([.ignored(Rejection(line: object.line, text: text, reason: "\(property): \(reason)"))])
  }

  /// Reads one object.
  mutating func take(_ json: JSONObject, line: Int) {
    guard let object = StixObject(json, line: line) else {
      let text = JSONValue.object(json).text().cut(to: 200)
      return emit([.rejected(Rejection(line: line, text: text, reason: "a STIX object needs a type and an id"))])
    }
    hasSeenObject = true
    containers.note(object)
    switch object.type {
    case "indicator": takeIndicator(object)
    case "relationship", "sighting", "opinion", "x-misp-opinion": takeReference(object)
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
    case .failure(.skipped(let reason)): emit([.skipped(Skip(line: object.line, reason: reason))])
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
        if let name = reference.misnamed { observables.misname(statement.indicator, as: name) }
        observe(statement, isSeen: true, under: reference.marks)
      } else {
        emit([item], under: reference.marks, line: reference.line)
      }
    }
  }

  /// Takes note that a value was observed.
  mutating func observe(_ statement: Statement, isSeen: Bool, under marks: StixMarks) {
    let observed = StixObservableQueue.Observed(statement: statement, isSeen: isSeen, marks: marks)
    switch observables.wait(observed) {
    case .waits: break
    case .repeats(let line): emit([.skipped(Skip(line: line, reason: .repeated))])
    case .goes(let item): emit([item], under: marks, line: statement.line)
    }
  }

  /// Lets go of everything that waits: nothing more will come.
  mutating func finish() {
    references.close()
    for reference in waiting {
      emitResolved(reference.items(references) ?? [.rejected(reference.dangling)], of: reference)
    }
    waiting = []
    for (item, marks) in observables.finish() { emit([item], under: marks, line: item.line) }
    released += held.finish()
    // Behind everything that is said of the indicators: by now there is something to mark.
    released += containers.finish(markings, references)
  }
}

extension IntakeItem {
  /// The line it starts on, from 1; of a file's date none.
  fileprivate var line: Int {
    switch self {
    case .statement(let statement): statement.line
    case .sighting(let sighting): sighting.line
    case .entity(let entity): entity.line
    case .relationship(let relationship): relationship.line
    case .rejected(let rejection), .ignored(let rejection), .setAside(let rejection): rejection.line
    case .skipped(let skip): skip.line
    case .object(let object): object.line
    case .fileDate: 1
    }
  }
}
