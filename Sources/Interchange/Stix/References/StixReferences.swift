import Events
import Indicators

/// What the ids in an input stand for, as far as it is known by now.
///
/// One STIX indicator or file can stand for several of our indicators. Entities need no entry: their id is their key.
struct StixReferences {
  /// More objects of one input are not remembered; a million takes about 120 MB.
  static let maximumCount = 1_000_000

  enum Target {
    /// Known.
    case keys([StreamKey])
    /// An object of this input that held no indicator we could take in.
    case withoutIndicator
    /// An object that has not come yet, or never will.
    case unknown
    /// An object of a type that is not kept.
    case unsuitable
  }

  private enum Entry {
    case one(Indicator)
    case many([Indicator])
  }

  private var entries: [StixObjectID: Entry] = [:]
  /// What observed data refers to, by its id.
  private var observed: [StixObjectID: [String]] = [:]
  /// Whether nothing more will come.
  private var isClosed = false

  /// The references of so many observations are remembered.
  private static let maximumObserved = 100_000

  /// Whether no further object can be remembered.
  var isFull: Bool { entries.count >= Self.maximumCount }

  /// Remembers the indicators of an object; none where it held none.
  mutating func remember(_ id: String, _ indicators: [Indicator]) {
    let key = StixObjectID(id)
    guard !isFull || entries[key] != nil else { return }
    entries[key] = indicators.count == 1 ? .one(indicators[0]) : .many(indicators)
  }

  /// Remembers what was observed: indicators inside the object, and others that it refers to.
  mutating func remember(_ id: String, _ indicators: [Indicator], observing refs: [String]) {
    remember(id, indicators)
    if !refs.isEmpty, observed.count < Self.maximumObserved { observed[StixObjectID(id)] = refs }
  }

  /// Takes note that nothing more will come, so that what is unknown stays so.
  mutating func close() { isClosed = true }

  /// What several ids stand for together; those that never came are left out where others did.
  func target(of ids: [String]) -> Target {
    var keys: [StreamKey] = []
    var seen: Set<StreamKey> = []
    var isUnknown = false
    var isWithoutIndicator = false
    for id in ids {
      switch target(id) {
      case .keys(let more): keys += more.filter { seen.insert($0).inserted }
      case .unknown: isUnknown = true
      case .withoutIndicator: isWithoutIndicator = true
      case .unsuitable: break
      }
    }
    if isUnknown, !isClosed || keys.isEmpty { return .unknown }
    return keys.isEmpty ? isWithoutIndicator ? .withoutIndicator : .unsuitable : .keys(keys)
  }

  /// What an id stands for.
  func target(_ id: String) -> Target {
    guard let separator = id.firstRange(of: "--"), separator.lowerBound > id.startIndex else { return .unsuitable }
    let type = String(id[..<separator.lowerBound])
    guard type == "indicator" || type == "observed-data" || StixObservable.indicatorTypes.contains(type) else {
      return Self.isEntity(type) ? .keys([StreamKey(kind: type, value: id)]) : .unsuitable
    }
    let key = StixObjectID(id)
    // Observed data refers to observables, never to other observed data.
    if let refs = observed[key] { return target(of: refs) }
    switch entries[key] {
    case .one(let indicator): return .keys([StreamKey(indicator)])
    case .many(let indicators): return indicators.isEmpty ? .withoutIndicator : .keys(indicators.map { StreamKey($0) })
    case nil: return .unknown
    }
  }

  /// Whether objects of a type are kept as entities: all but those that are read in another way, and but for names that
  /// the ledger uses for streams of its own.
  static func isEntity(_ type: String) -> Bool {
    IndicatorKind(rawValue: type) == nil && type != "ledger" && !StixObservable.indicatorTypes.contains(type)
      && !StixObservable.foreignTypes.contains(type) && !StixObservable.otherTypes.contains(type)
      && !StixObject.passedOverTypes.contains(type)
      && !otherwiseRead.contains(type)
  }

  private static let otherwiseRead: Set<String> = [
    "indicator", "relationship", "sighting", "opinion", "x-misp-opinion", "observed-data", "marking-definition",
  ]
}
