import Events
import Indicators
import JSON
import Time

extension StixContext {
  /// Takes an observable that stands by itself: its values wait to the end, in case an indicator names them too.
  mutating func takeObservable(_ object: StixObject) {
    let observable = StixObservable(type: object.type, json: object.json)
    references.remember(object.id, observable.indicators)
    emit(observable.reasons.map { .rejected(Rejection(line: object.line, text: $0.text, reason: $0.reason)) })
    let marks = object.marks
    for indicator in observable.indicators {
      let statement = Statement(
        indicator: indicator, signals: Self.observation(object), statedAt: object.modifiedAt, labels: object.labels,
        line: object.line)
      observe(statement, isSeen: false, under: marks)
    }
    for (property, type) in [("resolves_to_refs", "resolves-to"), ("belongs_to_refs", "belongs-to")] {
      for target in object.texts(property).prefix(1000) where target.utf8.count <= StixObject.maximumIDLength {
        take(
          StixReference(
            content: .relationship(from: object.id, to: target, type: type, modifiedAt: object.modifiedAt),
            id: object.id, marks: marks, line: object.line))
      }
    }
  }

  /// Takes observed data: of STIX 2.0 with the objects inside it, of 2.1 with references to them.
  mutating func takeObservedData(_ object: StixObject) {
    guard !object.isRevoked else { return emit([.skipped(Skip(line: object.line, reason: .ended))]) }
    let firstSeen = object.time("first_observed")
    let lastSeen = object.time("last_observed")
    var signals = Self.observation(object)
    signals["feed.times_observed"] = object["number_observed"]?.integer.map { .integer($0) }
    let template = Statement(
      // Replaced by each of the values observed.
      indicator: Indicator(.domain, canonical: ""), signals: signals,
      statedAt: lastSeen ?? firstSeen ?? object.modifiedAt, firstSeen: firstSeen, lastSeen: lastSeen,
      labels: object.labels, line: object.line)
    let marks = object.marks
    let refs = object.texts("object_refs").prefix(Self.maximumObjects).filter(StixObservable.isReference)
    for id in refs {
      take(
        StixReference(
          content: .observation(of: id, template: template), id: object.id, marks: marks,
          misnamed: object.misnamedDigest, line: object.line))
    }
    let items = embeddedItems(object["objects"]?.object?.members.prefix(Self.maximumObjects) ?? [], template: template)
    var embedded: [Indicator] = []
    for item in items {
      if case .statement(let statement) = item {
        embedded.append(statement.indicator)
        if let name = object.misnamedDigest { observables.misname(statement.indicator, as: name) }
        observe(statement, isSeen: true, under: marks)
      } else {
        emit([item])
      }
    }
    references.remember(object.id, embedded, observing: refs)
    if refs.isEmpty, items.isEmpty { emit([.skipped(Skip(line: object.line, reason: .unkept))]) }
  }

  /// What an observation says about each of its values.
  ///
  /// How sure somebody is to have seen something speaks neither for nor against it, so that it is no signal; the score
  /// that OpenCTI gives an observable is its own.
  private static func observation(_ object: StixObject) -> Facts {
    var signals: Facts = ["feed.observed": true]
    signals["confidence"] = object.confidence
    signals["feed.score"] = object.score
    return signals
  }

  /// No more objects of one observation are looked at.
  private static let maximumObjects = 10_000

  /// The statements about the objects inside observed data, which refer to one another by the names they have there.
  private func embeddedItems(_ members: ArraySlice<JSONObject.Member>, template: Statement) -> [IntakeItem] {
    var items: [IntakeItem] = []
    var places: [String: [Indicator]] = [:]
    let observables = members.compactMap { member -> (JSONObject, StixObservable)? in
      guard let json = member.value.object, let type = json["type"]?.string,
        StixObservable.indicatorTypes.contains(type)
      else { return nil }
      let observable = StixObservable(type: type, json: json)
      places[member.name] = observable.indicators
      return (json, observable)
    }
    for (json, observable) in observables {
      items += observable.reasons.map {
        .rejected(Rejection(line: template.line, text: $0.text, reason: $0.reason))
      }
      let targets = json["resolves_to_refs"]?.array?.prefix(1000).compactMap(\.string) ?? []
      let relations = targets.flatMap { places[$0] ?? [] }.map { Relation(type: "resolves-to", target: StreamKey($0)) }
      for indicator in observable.indicators {
        var statement = template
        statement.indicator = indicator
        statement.relations = relations
        items.append(.statement(statement))
      }
    }
    return items
  }
}
