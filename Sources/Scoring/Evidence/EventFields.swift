import Events
import Indicators
import Time

/// The fields of an event's facts that bear on scores, labels and markings.
struct EventFields {
  let seq: Int64
  let observedAt: Timestamp
  var status = ObservationStatus.found
  var isPositive = true
  var labels: [String] = []
  var label: String?
  var trafficLight: TrafficLight?
  var permissibleActions: PermissibleActions?
  /// The earlier event that is retracted or restored.
  var earlierSeq: Int64?
  var object: String?
  var version: Int64?
  var validUntil: Timestamp?
  var isForDetection: Bool?
  var ending: Ending?
  private var verdict: Verdict?
  private var hundredths: Int32?
  private var expires: Timestamp?

  init(seq: Int64, observedAt: Timestamp) {
    self.seq = seq
    self.observedAt = observedAt
  }

  /// The judgement that `verdict`, `score` and `expires` state; nil where a newer program wrote another verdict.
  var judgement: Judgement? {
    verdict.map {
      Judgement(verdict: $0, hundredths: hundredths, expires: expires, observedAt: observedAt, seq: seq)
    }
  }

  /// Reads the facts to the end, so that damage shows here and not while scoring.
  mutating func read(_ bytes: UnsafeRawBufferPointer, symbols: [String?]) throws(FactsError) {
    var cursor = try FactsCursor(bytes)
    while let fact = try cursor.next() {
      guard fact.symbol < symbols.count, let name = symbols[fact.symbol] else { continue }
      switch name {
      case "status": status = try fact.value.decoded().text.flatMap(ObservationStatus.init) ?? .found
      case "positive": isPositive = fact.value.bool ?? true
      case "labels": labels = try fact.value.decoded().list?.compactMap(\.text) ?? []
      case "label": label = try fact.value.decoded().text
      case "tlp": trafficLight = try fact.value.decoded().text.flatMap { TrafficLight(parsing: $0) }
      case "pap": permissibleActions = try fact.value.decoded().text.flatMap { PermissibleActions(parsing: $0) }
      case "verdict": verdict = try fact.value.decoded().text.flatMap(Verdict.init(name:))
      case "score": hundredths = try fact.value.decoded().integer.map { Int32(min(max($0, 0), 10_000)) }
      case "expires": expires = try fact.value.decoded().integer.map(Timestamp.init(milliseconds:))
      case "seq": earlierSeq = try fact.value.decoded().integer
      case "object": object = try fact.value.decoded().text
      case "version": version = try fact.value.decoded().integer
      case "valid_until": validUntil = Timestamp(validity: try fact.value.decoded())
      case "feed.to_ids": isForDetection = fact.value.bool
      case "reason": ending = try fact.value.decoded().text.flatMap(Ending.init)
      default: break
      }
    }
  }
}

extension Timestamp {
  /// The time of the field `valid_until`, which is a text in RFC 3339 or a number of milliseconds.
  public init?(validity value: SignalValue) {
    guard let time = value.text.flatMap(Timestamp.init(parsing:)) ?? value.integer.map(Timestamp.init(milliseconds:))
    else { return nil }
    self = time
  }
}
