import Events
import Indicators
import Time

/// What one line, STIX indicator or MISP attribute says about one indicator.
public struct Statement: Hashable, Sendable {
  /// What it is about.
  public var indicator: Indicator
  /// The signals, as far as the input has them.
  ///
  /// | signal | says |
  /// |---|---|
  /// | `feed.listed` | whether the source holds it against the indicator; absent where it was only observed |
  /// | `feed.observed` | true where the source says no more than that it was there (STIX observables) |
  /// | `feed.confidence` | how sure the source is of what it holds against the indicator, 0 to 100 |
  /// | `feed.score` | the score that OpenCTI gave it, 0 to 100 |
  /// | `feed.times_observed` | how often it was there, which says nothing for or against it |
  /// | `feed.count` | how many reports or lists name it |
  /// | `feed.to_ids` | whether MISP's source thinks it fit for detection |
  /// | `feed.combined` | true where a STIX pattern asks for more than this value |
  /// | `feed.revoked` | true where the source took it back |
  ///
  /// Besides signals, the fields `valid_until` in RFC 3339, and `confidence` where the source is so sure of something that
  /// is nothing against the indicator.
  public var signals: Facts
  /// The statement's own time: last seen, else first seen; nil where it has none of its own.
  public var statedAt: Timestamp?
  /// Whether it has a time of its own that could not be read, so that it may be older than its reading.
  public var hasUnreadTime = false
  /// When the source first saw it, where it says so.
  public var firstSeen: Timestamp?
  /// When the source last saw it, where it says so.
  public var lastSeen: Timestamp?
  /// The source's labels.
  public var labels: [String]
  /// The marking the statement itself carries.
  public var trafficLight: TrafficLight?
  /// What may be done with the indicator, where the statement says so.
  public var permissibleActions: PermissibleActions?
  /// The object that says it; nil for lists and prose, whose newest word counts.
  public var object: SourceObject?
  /// Relations that the statement itself states, such as `domain|ip`.
  public var relations: [Relation]
  /// The line it starts on, from 1.
  public var line: Int

  /// Whether the source says no more than that the indicator was there.
  public var isOnlyObserved: Bool { signals["feed.observed"] == true && signals["feed.listed"] == nil }

  /// States that an indicator is listed.
  public init(
    indicator: Indicator, signals: Facts = ["feed.listed": true], statedAt: Timestamp? = nil,
    firstSeen: Timestamp? = nil, lastSeen: Timestamp? = nil, labels: [String] = [], trafficLight: TrafficLight? = nil,
    permissibleActions: PermissibleActions? = nil, object: SourceObject? = nil, relations: [Relation] = [], line: Int
  ) {
    self.indicator = indicator
    self.signals = signals
    self.statedAt = statedAt
    self.firstSeen = firstSeen
    self.lastSeen = lastSeen
    self.labels = labels
    self.trafficLight = trafficLight
    self.permissibleActions = permissibleActions
    self.object = object
    self.relations = relations
    self.line = line
  }
}
