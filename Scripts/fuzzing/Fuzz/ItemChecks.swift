import Events
import Indicators
import Interchange

/// Checks what holds for every item that any reader gives; `lines` is how many the input can have at most.
func check(_ item: IntakeItem, lines: Int) {
  let line: Int
  switch item {
  case .fileDate: return
  case .skipped(let skip): line = skip.line
  case .object(let object):
    line = object.line
    for indicator in object.indicators { check(indicator) }
  case .statement(let statement):
    line = statement.line
    check(statement.indicator)
    require(statement.signals.isEncodable, "signals that cannot be read back: \(statement)")
    require(statement.labels.allSatisfy { !$0.isEmpty }, "an empty label: \(statement)")
    for relation in statement.relations { check(relation) }
  case .sighting(let sighting):
    line = sighting.line
    check(sighting.indicator)
    require(sighting.count >= 1, "a sighting that never was: \(sighting)")
  case .entity(let entity):
    line = entity.line
    check(entity.key)
    require(entity.facts.isEncodable, "facts that cannot be read back: \(entity)")
  case .relationship(let relationship):
    line = relationship.line
    check(relationship.from)
    check(relationship.to)
    require(!relationship.type.isEmpty, "a relationship without a type: \(relationship)")
  case .rejected(let rejection), .ignored(let rejection), .setAside(let rejection):
    line = rejection.line
    require(!rejection.reason.isEmpty, "a rejection without a reason: \(rejection)")
    require(rejection.text.unicodeScalars.count <= 200, "a rejection with a long text")
  }
  require((1...lines).contains(line), "line \(line) of an input of at most \(lines)")
}

/// Checks that an indicator's value is canonical: read again, as it is or defanged, it is the same.
func check(_ indicator: Indicator) {
  require(!indicator.value.isEmpty, "an indicator without a value")
  for text in [indicator.value, indicator.defanged] {
    do throws(IndicatorError) {
      let again = try Indicator(parsing: text, as: indicator.kind)
      require(again == indicator, "\(indicator), written \(text), is read as \(again)")
    } catch {
      fatalError("\(indicator), written \(text), is not read: \(error)")
    }
  }
}

/// Checks a relation's end.
func check(_ relation: Relation) {
  require(!relation.type.isEmpty, "a relation without a type: \(relation)")
  check(relation.target)
}

/// Checks the name of a stream.
func check(_ key: StreamKey) {
  require(!key.kind.isEmpty && !key.value.isEmpty, "a stream without a name: \(key)")
  if let indicator = key.indicator { check(indicator) }
}
