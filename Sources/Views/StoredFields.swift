import EventLog
import Events

/// The fields among facts in the stored form, each decoded when it is asked for.
struct StoredFields {
  /// The facts in the stored form, where the row has them: valid no longer than those.
  let facts: UnsafeRawBufferPointer
  // Not counted, for there is one for every event: it too is valid no longer than the row, whose reader has it.
  unowned(unsafe) let names: FieldNames

  /// The value of a field; nil where there is none.
  ///
  /// The facts have been walked through before and are sound.
  subscript(name: String) -> SignalValue? {
    guard let symbol = names.id(of: name) else { return nil }
    guard var cursor = try? FactsCursor(facts) else { return nil }
    while let fact = try? cursor.next() {
      if fact.symbol == symbol { return try? fact.value.decoded() }
    }
    return nil
  }

  /// The signal `feed.to_ids`, whether a source thinks it fit for detection.
  var isForDetection: Bool? {
    guard var cursor = try? FactsCursor(facts) else { return nil }
    while let fact = try? cursor.next() {
      if fact.symbol == names.isForDetection { return fact.value.bool }
    }
    return nil
  }

  /// The relations that an observation states.
  var relations: [Relation] {
    guard let stated = self["relations"] else { return [] }
    return (["relations": stated] as Facts).relations
  }
}

/// The dictionary ids of the names of fields.
final class FieldNames {
  // What every observation is asked for; -1 where no event has used the name yet.
  private(set) var status = -1
  private(set) var firstSeen = -1
  private(set) var lastSeen = -1
  private(set) var relations = -1
  private(set) var permissibleActions = -1
  private(set) var object = -1
  private(set) var validUntil = -1
  private(set) var isForDetection = -1
  private var ids: [String: Int] = [:]
  private var known = 0

  /// Knows no name yet.
  init() {}

  /// Knows the names in a dictionary.
  init(_ symbols: SymbolTable) { refresh(symbols) }

  /// Looks at what the dictionary has gained.
  func refresh(_ symbols: SymbolTable) {
    for id in known..<max(known, symbols.texts.count) {
      guard let text = symbols.texts[id] else { continue }
      if text == "feed.to_ids" { isForDetection = id }
      // A name with a dot is a signal's.
      guard !text.utf8.contains(UInt8(ascii: ".")) else { continue }
      ids[text] = id
    }
    known = symbols.texts.count
    status = ids["status"] ?? -1
    firstSeen = ids["first_seen"] ?? -1
    lastSeen = ids["last_seen"] ?? -1
    relations = ids["relations"] ?? -1
    permissibleActions = ids["pap"] ?? -1
    object = ids["object"] ?? -1
    validUntil = ids["valid_until"] ?? -1
  }

  /// The id of a field's name; nil where no event has used it yet.
  func id(of name: String) -> Int? { ids[name] }
}
