import Events
import Indicators
import Time
import Views

/// Two months of a busy ledger in miniature: the events of a dozen feeds, six vendors and a few analysts.
///
/// The same seed and number of events give the same drafts. Nothing here reads a clock.
struct Workload {
  /// When the last event is received; scores are computed as of here, so that beliefs have faded but not vanished.
  static let end = Timestamp(milliseconds: 1_767_225_600_000)
  private static let period: Int64 = 60 * Timestamp.millisecondsPerDay
  /// When the ledger is made.
  static let start = Timestamp(milliseconds: end.milliseconds - period)

  private let count: Int
  private let hasPayloads: Bool
  private let ranks: ZipfDistribution
  private let feeds = ZipfDistribution(count: 12)
  private var random: RandomNumbers
  private var made = 0
  private var seq: Int64
  private var receivedAt: Timestamp
  /// What has been decided on already: the answer that follows a started lookup.
  private var waiting: [EventDraft] = []
  /// The last observation of each indicator, which an analyst may take back.
  private var lastObservation: [Int: Int64] = [:]
  private let correlation: EventID

  /// `head` is the position after which the events will be appended.
  init(events: Int, indicators: Int, seed: UInt64, head: Int64, hasPayloads: Bool) {
    count = events
    self.hasPayloads = hasPayloads
    ranks = ZipfDistribution(count: indicators)
    random = RandomNumbers(seed: seed)
    seq = head
    receivedAt = Self.start
    correlation = EventID(at: receivedAt, entropy: (1, 1))
  }

  /// The time at which the next event is received.
  var now: Timestamp { receivedAt }

  /// The next drafts, at most so many; none at the end.
  mutating func next(_ limit: Int) -> [EventDraft] {
    var drafts: [EventDraft] = []
    while drafts.count < limit, made < count {
      if waiting.isEmpty { think() }
      seq += 1
      made += 1
      // Events come in bursts that share a time, as where a feed is read.
      receivedAt = Timestamp(
        milliseconds: Self.start.milliseconds + Self.period * Int64(made / 100 * 100) / Int64(count))
      drafts.append(waiting.removeFirst())
    }
    return drafts
  }

  private mutating func think() {
    let rank = ranks.draw(&random)
    let indicator = Indicator(rank: rank)
    switch random.below(1000) {
    case 0..<620: listed(indicator, rank)
    case 620..<830: lookUp(indicator, rank)
    case 830..<900: add(.sightingRecorded, indicator, "siem", ["count": .integer(Int64(1 + random.below(20)))])
    case 900..<930: add(.labelAdded, indicator, "analyst", ["label": .text("case-\(random.below(400))")])
    case 930..<945:
      let text = "Seen in case \(random.below(400)); the proxy logs of \(random.below(900)) hosts were searched."
      add(.noteAdded, indicator, "analyst", ["length": .integer(Int64(text.utf8.count))], payload: Array(text.utf8))
    case 945..<960:
      add(
        .relationshipAsserted, indicator, "stix-feed",
        [
          "type": "indicates", "target_kind": "intrusion-set",
          "target_value": .text("intrusion-set--00000000-0000-4000-8000-\(100_000_000_000 + random.below(60))"),
        ])
    case 960..<970:
      let kind = "intrusion-set"
      let number = random.below(60)
      let key = StreamKey(kind: kind, value: "\(kind)--00000000-0000-4000-8000-\(100_000_000_000 + number)")
      add(.entityImported, key, "stix-feed", ["name": .text("Group \(number)"), "aliases": .texts(["G\(number)"])])
    case 970..<978:
      add(.judgementSet, indicator, "analyst", ["verdict": random.happens(perMille: 700) ? "malicious" : "benign"])
    case 978..<983: add(.trafficLightSet, indicator, "analyst", ["tlp": "amber"])
    case 983..<986:
      guard let seq = lastObservation.removeValue(forKey: rank) else { return listed(indicator, rank) }
      add(.observationRetracted, indicator, "analyst", ["seq": .integer(seq)], cause: seq)
    case 986..<988:
      add(
        .connectorPaused, .connectors, "virustotal",
        ["until": .integer(receivedAt.milliseconds + 60_000), "reason": "429 Too Many Requests"])
    default:
      add(
        .lookupWithheld, indicator, "internetdb",
        ["reason": "tlp", "connector": "internetdb", "tlp": "amber", "max_tlp": "clear"])
    }
  }

  private mutating func listed(_ indicator: Indicator, _ rank: Int) {
    let feed = feeds.draw(&random)
    let lastSeen = Timestamp(milliseconds: receivedAt.milliseconds - Int64(random.below(72 * 3600)) * 1000)
    var facts: Facts = ["feed.listed": true, "status": "found"]
    if feed % 2 == 0 { facts["feed.confidence"] = .integer(Int64(30 + random.below(70))) }
    if feed % 3 == 0 { facts["feed.count"] = .integer(Int64(1 + random.below(9))) }
    if feed % 4 != 3 {
      facts["labels"] = .texts([["botnet", "phishing", "scanner", "c2", "malware"][random.below(5)], "feed-\(feed)"])
    }
    if feed % 5 == 0 { facts["last_seen"] = .integer(lastSeen.milliseconds) }
    let stream = StreamKey(indicator)
    let key = StatementKey(source: "feed-\(feed)", stream: stream, facts: facts, statedAt: lastSeen)
    lastObservation[rank] = seq + 1
    waiting.append(
      EventDraft(
        id: key.eventID(at: receivedAt), stream: stream, type: .indicatorIngested, source: "feed-\(feed)",
        actor: "cron", trafficLight: feed == 7 ? .amber : nil, observedAt: lastSeen, receivedAt: receivedAt,
        correlationID: correlation, facts: facts))
  }

  private mutating func lookUp(_ indicator: Indicator, _ rank: Int) {
    let vendors = VendorAnswer.vendors(for: indicator.kind)
    guard !vendors.isEmpty else { return listed(indicator, rank) }
    let vendor = vendors[random.below(vendors.count)]
    add(.lookupStarted, indicator, vendor, ["connector": .text(vendor)])
    let cause = seq + 1
    guard !random.happens(perMille: 60) else {
      add(
        .lookupFailed, indicator, vendor, ["reason": "timed_out", "detail": "no answer in 20 s", "attempts": 3],
        cause: cause)
      return
    }
    let answer = VendorAnswer(of: vendor, about: indicator, &random)
    let age = Int64(random.below(10 * 24 * 3600)) * 1000
    lastObservation[rank] = cause + 1
    add(
      .observationRecorded, indicator, vendor, answer.observation.facts, cause: cause,
      payload: random.happens(perMille: 500) ? answer.body : nil, age: age)
  }

  private mutating func add(
    _ type: EventType, _ indicator: Indicator, _ source: String, _ facts: Facts, cause: Int64? = nil,
    payload: [UInt8]? = nil, age: Int64 = 0
  ) {
    add(type, StreamKey(indicator), source, facts, cause: cause, payload: payload, age: age)
  }

  private mutating func add(
    _ type: EventType, _ stream: StreamKey, _ source: String, _ facts: Facts, cause: Int64? = nil,
    payload: [UInt8]? = nil, age: Int64 = 0
  ) {
    waiting.append(
      EventDraft(
        id: EventID(at: receivedAt, entropy: (random.next(), random.next())), stream: stream, type: type,
        source: source, actor: source == "analyst" ? "mira" : "cron",
        observedAt: Timestamp(milliseconds: receivedAt.milliseconds - age), receivedAt: receivedAt,
        correlationID: correlation, causationSeq: cause, facts: facts, payload: hasPayloads ? payload : nil))
  }
}
