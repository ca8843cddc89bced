import Events
import Indicators
import JSON

/// Reads MISP events in any of the wrappings that the server, its feeds and its search give them.
///
/// Attributes pass one at a time, those of objects too. An event's tags, date and galaxies mostly come after its
/// attributes, so that statements wait, packed, for the end of their event.
///
/// - An attribute of a type that holds one of our kinds gives a statement for each indicator in its value.
///   `feed.to_ids` says whether the source thinks it fit for detection. `feed.listed` is true also where it is not, as
///   whole events are published without that mark, except for what only tells the story: a victim's address, a recipient,
///   a reference.
/// - An attribute's own tags go before those of its event; of TLP and PAP tags the strictest counts. Confidence
///   taxonomies give `feed.confidence`, galaxy clusters of threats give entities that the indicators indicate, all others
///   are labels. What a tag calls harmless is not listed.
/// - What an attribute says ends where it, its object or its event is `deleted`, and at the date of an expiration
///   sighting; its uuid and `timestamp` say which version of it speaks.
/// - The time is `last_seen`, else `first_seen`, else when the attribute was last changed, else the event's date.
/// - The event itself is an entity, a report, that its attributes are related to.
public struct MispReader: IntakeReader {
  private static let maximumSightings = 100_000
  private static let maximumEntities = 10_000

  private var stream: JSONStream
  /// The objects that are open and may be events, innermost last.
  private var events: [MispEvent] = []
  private var held = HeldStatements()
  private var heldSightings: [SightingStatement] = []
  private var heldEntities: [IntakeItem] = []
  private var amounts = MispAmounts()
  /// The attributes of the event that is handed out which sightings beside them are of.
  private var sighted: Set<String> = []
  /// Set while held statements are handed out.
  private var completion: MispEvent.Completion?
  /// Set where an event has more attributes than can wait, so that they go on as they come, completed with this.
  private var overflow: MispEvent.Completion?
  private var knownEntities: Set<StreamKey> = []
  private var hasBegun = false
  private var hasSeenEvent = false
  private var isFinished = false
  private var items = 0
  /// In reverse, so that the next item is the last.
  private var pending: [IntakeItem] = []

  /// Reads from a source.
  public init(_ source: @escaping ByteSource) {
    stream = JSONStream(UTF16Decoder.decoding(source), choose: MispPlace.choose)
  }

  /// The next item, or nil at the end of the input.
  public mutating func next() throws -> IntakeItem? {
    while true {
      if let item = pending.popLast() ?? heldItem() {
        items += 1
        return item
      }
      if isFinished { return nil }
      try step()
    }
  }

  /// The next of the statements that waited, completed, each attribute's followed by what it amounts to, then the
  /// sightings.
  private mutating func heldItem() -> IntakeItem? {
    guard let completion else { return nil }
    if var statement = held.popFirst() {
      completion.complete(&statement)
      let amount = amounts.take(statement)
      if let uuid = statement.object?.id, completion.sightings[uuid] != nil { sighted.insert(uuid) }
      give(completion.sightings(of: statement))
      guard let amount else { return statement.mispItem }
      pending.append(statement.mispItem)
      return amount
    }
    self.completion = nil
    give((amounts.finish().map { [$0] } ?? []) + heldSightings.map { .sighting($0).marked(completion.marking) })
    give(completion.strayed(beside: sighted).map { .rejected($0) })
    heldSightings = []
    sighted = []
    return pending.popLast()
  }

  private mutating func step() throws {
    do {
      guard let part = try stream.next() else { return try finish(damage: nil) }
      try take(part)
    } catch let error as JSONError {
      try finish(damage: error)
    }
  }

  private mutating func finish(damage: JSONError?) throws {
    isFinished = true
    // Of a damaged event what was read so far is kept.
    let isAwaited = !held.isEmpty || !heldEntities.isEmpty
    let isUnmarked = isAwaited && events.last?.hasTags == false
    if isAwaited, let event = events.last { release(event, completionBeforeEnd(of: event)) }
    events = []
    if let damage {
      guard items > 0 || completion != nil else {
        throw IntakeError(line: damage.line, "the JSON cannot be read: \(damage.message)")
      }
      let reason =
        "the JSON is damaged: \(damage.message); what came before was taken in"
        + (isUnmarked ? ", as TLP:RED, for the event's tags were not reached" : "")
      pending.insert(.rejected(Rejection(line: damage.line, text: "", reason: reason)), at: 0)
    } else if !hasSeenEvent {
      throw IntakeError(
        line: 1,
        "this JSON holds no MISP event (the manifest.json of a feed only lists events; fetch the files that it names)")
    }
  }

  // MARK: Parts

  private mutating func take(_ part: JSONStream.Part) throws(JSONError) {
    switch part {
    case .entered(let path, let line):
      hasBegun = true
      if MispPlace(path) == .scope { events.append(MispEvent(line: line)) }
      if path.last != nil, path.last != .element { hasSeenEvent = true }
    case .left(let path):
      guard MispPlace(path) == .scope, let event = events.popLast() else { return }
      let isAwaited = !held.isEmpty || !heldEntities.isEmpty || overflow != nil || event.hasSightings
      if isAwaited { release(event, event.completion) }
      overflow = nil
    case .value(let path, let fragment):
      guard hasBegun else {
        throw JSONError("expected an object or a list", offset: fragment.offset, line: fragment.line)
      }
      take(fragment, at: MispPlace(path))
    case .oversized(_, let line):
      let reason = "the value is larger than \(JSONStream.maximumValueSize >> 20) MiB"
      pending.append(.rejected(Rejection(line: line, text: "", reason: reason)))
    }
  }

  private mutating func take(_ fragment: JSONFragment, at place: MispPlace) {
    let value: JSONValue
    do throws(JSONError) {
      value = try fragment.value()
    } catch {
      pending.append(.rejected(Rejection(line: error.line, text: fragment.text, reason: error.message)))
      return
    }
    switch place {
    case .attribute, .attributeList:
      give(items(of: MispAttribute(value, line: fragment.line)))
    case .object, .objectList:
      give(items(ofObject: value, line: fragment.line))
    case .member(let name):
      if name == "info" { hasSeenEvent = true }
      guard !events.isEmpty else { return }
      events[events.count - 1].take(name, value)
      if overflow != nil { overflow = completionBeforeEnd(of: events[events.count - 1]) }
    case .scope, .other: break
    }
    if held.isFull, overflow == nil, let event = events.last { startOverflow(of: event) }
  }

  /// Adds items behind those that are given out next.
  private mutating func give(_ items: [IntakeItem]) {
    if !items.isEmpty { pending = items.reversed() + pending }
  }

  private mutating func items(ofObject object: JSONValue, line: Int) -> [IntakeItem] {
    let surroundings = MispAttribute.Surroundings(object: object)
    guard let attributes = object["Attribute"]?.array, !attributes.isEmpty else {
      return [.skipped(Skip(line: line, reason: surroundings.isDeleted ? .ended : .unkept))]
    }
    return attributes.flatMap { items(of: MispAttribute($0, line: line, in: surroundings)) }
  }

  /// What can be given out at once; the rest waits for the end of the event.
  private mutating func items(of attribute: MispAttribute) -> [IntakeItem] {
    var items: [IntakeItem] = attribute.rejections.map { .rejected($0) } + attribute.ignored.map { .ignored($0) }
    let entities = newEntities(attribute.clusters.map { $0.entity(line: attribute.line) }).map {
      IntakeItem.entity($0).marked(attribute.marking)
    }
    if overflow == nil, heldEntities.count < Self.maximumEntities {
      heldEntities += entities
    } else {
      items += entities.map { $0.marked(markingSoFar) }
    }
    if let reason = attribute.skipped { items.append(.skipped(Skip(line: attribute.line, reason: reason))) }
    for var statement in attribute.statements {
      if let overflow {
        overflow.complete(&statement)
        if let amount = amounts.take(statement) { items.append(amount) }
        items.append(statement.mispItem)
      } else {
        held.append(statement)
      }
    }
    if overflow != nil, let amount = amounts.finish() { items.append(amount) }
    if let amount = attribute.amount { items.append(.object(amount)) }
    if heldSightings.count < Self.maximumSightings {
      heldSightings += attribute.sightings
    } else {
      items += attribute.sightings.map { .sighting($0).marked(markingSoFar) }
    }
    return items
  }

  // MARK: Events

  /// Hands out what waited for the end of an event, after its entities.
  private mutating func release(_ event: MispEvent, _ completion: MispEvent.Completion) {
    self.completion = completion
    let entities = heldEntities.map { $0.marked(completion.marking) }
    heldEntities = []
    give(entities + newEntities(event.entities).map { .entity($0).marked(completion.marking) })
  }

  /// Those that this input has not named before, as far as these can be remembered.
  private mutating func newEntities(_ entities: [EntityStatement]) -> [EntityStatement] {
    entities.filter { entity in
      knownEntities.count >= Self.maximumEntities && !knownEntities.contains(entity.key)
        || knownEntities.insert(entity.key).inserted
    }
  }

  /// Lets go of statements that wait, because there are too many of them.
  private mutating func startOverflow(of event: MispEvent) {
    let completion = completionBeforeEnd(of: event)
    self.completion = completion
    overflow = completion
    give(heldEntities.map { $0.marked(completion.marking) })
    heldEntities = []
    guard !event.hasTags else { return }
    let reason =
      "the event has more attributes before its tags than can wait; without their marking they count as TLP:RED"
    give([.rejected(Rejection(line: event.line, text: event.info ?? "", reason: reason))])
  }

  /// What is known of an event that has not ended.
  ///
  /// While its tags are not read, its marking may be any, so that the strictest has to do.
  private func completionBeforeEnd(of event: MispEvent) -> MispEvent.Completion {
    var completion = event.completion
    if !event.hasTags { completion.marking.tighten(by: Marking(.red)) }
    return completion
  }

  /// The marking of the innermost event as far as it is known.
  private var markingSoFar: Marking { events.last.map { completionBeforeEnd(of: $0).marking } ?? Marking() }
}
