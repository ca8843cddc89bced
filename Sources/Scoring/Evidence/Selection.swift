import Events
import Indicators
import Time

/// What counts of an indicator's evidence, *as at* a seq and *as of* a time.
public struct Selection: Sendable {
  /// The newest observation of each source, in the order of the sources' ids.
  public var observations: [Selected]
  /// When the indicator was last seen in the wild, which restarts the decay of beliefs in malice.
  public var lastPositiveSighting: Timestamp?
  /// The judgement in force.
  public var judgement: Judgement?
  /// The labels of these observations and of analysts, sorted; what an analyst said of a label beats the sources.
  public var labels: [String]
  /// The marking an analyst set last, else the strictest ever stated, if any was.
  public var trafficLight: TrafficLight?
  /// The strictest that was ever stated about what may be done with it.
  public var permissibleActions: PermissibleActions?

  /// One source's newest observation.
  public struct Selected: Sendable {
    /// The source's id in the dictionary.
    public var source: Int
    /// The event that holds it.
    public var seq: Int64
    /// Whether the source knew the indicator and its word stands; else nothing it says counts.
    public var isFound: Bool
    /// How its word ended, where it did.
    public var end: WordEnd?
    /// When the source says it was true.
    public var observedAt: Timestamp
    /// When it was appended.
    public var recordedAt: Timestamp
    /// What it says, in the stored form.
    public var facts: ArraySlice<UInt8>

    /// Collects the fields.
    public init(
      source: Int, seq: Int64, isFound: Bool, end: WordEnd? = nil, observedAt: Timestamp, recordedAt: Timestamp,
      facts: ArraySlice<UInt8>
    ) {
      self.source = source
      self.seq = seq
      self.isFound = isFound
      self.end = end
      self.observedAt = observedAt
      self.recordedAt = recordedAt
      self.facts = facts
    }
  }

  /// Collects what counts.
  public init(
    observations: [Selected], lastPositiveSighting: Timestamp?, judgement: Judgement?, labels: [String],
    trafficLight: TrafficLight?, permissibleActions: PermissibleActions? = nil
  ) {
    self.observations = observations
    self.lastPositiveSighting = lastPositiveSighting
    self.judgement = judgement
    self.labels = labels
    self.trafficLight = trafficLight
    self.permissibleActions = permissibleActions
  }
}

extension Evidence {
  /// What counts as at a seq and as of a time.
  public func selection(asAt seq: Int64 = .max, asOf moment: Timestamp) -> Selection {
    var fold = EvidenceFold(self, at: moment)
    let items = items(asAt: seq)
    for index in items.indices { fold.apply(index) }
    let retracted = fold.retracted
    let valid = items.filter { $0.observedAt <= moment && !retracted.contains($0.seq) }
    let standings = fold.standings()
    return Selection(
      observations: standings.map(selected).sorted { $0.source < $1.source },
      lastPositiveSighting: fold.lastPositiveSighting(), judgement: fold.judgement(),
      labels: labels(valid, newest: standings.filter { $0.end == nil }.map { self.items[$0.index] }),
      trafficLight: trafficLight(valid),
      permissibleActions: valid.compactMap(\.permissibleActions).max())
  }

  private func selected(_ standing: EvidenceFold.Standing) -> Selection.Selected {
    let item = items[standing.index]
    return Selection.Selected(
      source: item.source, seq: item.seq, isFound: standing.end == nil && isFound(item), end: standing.end,
      observedAt: item.observedAt, recordedAt: item.recordedAt, facts: facts(of: item))
  }

  /// The facts of an observation, empty for anything else.
  func facts(of item: Item) -> ArraySlice<UInt8> {
    guard case .observation(let range, _, _, _) = item.content else { return [] }
    return facts[range]
  }

  /// Whether an item is an observation whose source knew the indicator.
  func isFound(_ item: Item) -> Bool {
    if case .observation(_, true, _, _) = item.content { true } else { false }
  }

  private func labels(_ items: [Item], newest: [Item]) -> [String] {
    var labels: Set<String> = []
    for case .observation(_, true, let stated, _) in newest.map(\.content) { labels.formUnion(stated) }
    for item in items.sorted(by: { ($0.observedAt, $0.seq) < ($1.observedAt, $1.seq) }) {
      guard case .label(let label, let isAdded) = item.content else { continue }
      if isAdded { labels.insert(label) } else { labels.remove(label) }
    }
    return labels.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func trafficLight(_ items: [Item]) -> TrafficLight? {
    let set = items.filter { if case .trafficLight = $0.content { true } else { false } }
      .max { ($0.observedAt, $0.seq) < ($1.observedAt, $1.seq) }
    if case .trafficLight(let marking)? = set?.content { return marking }
    return items.compactMap(\.trafficLight).max()
  }
}
