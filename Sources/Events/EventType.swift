/// Everything that can happen in a ledger.
///
/// The raw values are the names in canonical bytes and in the JSON contract, the codes are what the `event` table
/// stores. Frozen: types may be added at the end, never renamed, renumbered or taken away.
public enum EventType: String, CaseIterable, Sendable, Hashable {
  case indicatorIngested = "indicator.ingested"
  case observationRecorded = "observation.recorded"
  case lookupStarted = "lookup.started"
  case lookupFailed = "lookup.failed"
  case lookupWithheld = "lookup.withheld"
  case connectorPaused = "connector.paused"
  case sightingRecorded = "sighting.recorded"
  case relationshipAsserted = "relationship.asserted"
  case relationshipRetracted = "relationship.retracted"
  case entityImported = "entity.imported"
  case labelAdded = "label.added"
  case labelRemoved = "label.removed"
  case noteAdded = "note.added"
  case trafficLightSet = "tlp.set"
  case judgementSet = "judgement.set"
  case judgementCleared = "judgement.cleared"
  case observationRetracted = "observation.retracted"
  case scorecardPublished = "scorecard.published"
  case scorecardActivated = "scorecard.activated"
  case payloadErased = "payload.erased"

  /// The number under which the log stores the type, from 1.
  public var code: Int { Self.codes[self, default: 0] }

  /// The type of a stored number, or nil where a newer program wrote it.
  public init?(code: Int) {
    guard code >= 1, code <= Self.all.count else { return nil }
    self = Self.all[code - 1]
  }

  /// Made once: `allCases` is made anew whenever it is asked for, and every row of the log asks.
  private static let all = allCases
  private static let codes = Dictionary(uniqueKeysWithValues: zip(allCases, 1...))
}
