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
  case observationRestored = "observation.restored"
  case markingStated = "marking.stated"
  case indicatorDelisted = "indicator.delisted"

  /// The number under which the log stores the type, from 1.
  public var code: Int {
    switch self {
    case .indicatorIngested: 1
    case .observationRecorded: 2
    case .lookupStarted: 3
    case .lookupFailed: 4
    case .lookupWithheld: 5
    case .connectorPaused: 6
    case .sightingRecorded: 7
    case .relationshipAsserted: 8
    case .relationshipRetracted: 9
    case .entityImported: 10
    case .labelAdded: 11
    case .labelRemoved: 12
    case .noteAdded: 13
    case .trafficLightSet: 14
    case .judgementSet: 15
    case .judgementCleared: 16
    case .observationRetracted: 17
    case .scorecardPublished: 18
    case .scorecardActivated: 19
    case .payloadErased: 20
    case .observationRestored: 21
    case .markingStated: 22
    case .indicatorDelisted: 23
    }
  }

  /// The type of a stored number, or nil where a newer program wrote it.
  public init?(code: Int) {
    guard code >= 1, code <= Self.all.count else { return nil }
    self = Self.all[code - 1]
  }

  /// Made once: `allCases` is made anew whenever it is asked for, and every row of the log asks.
  private static let all = allCases
}
