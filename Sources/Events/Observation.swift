import Indicators
import Time

/// What a source answered about an indicator: four different things that stay different.
public enum ObservationStatus: String, CaseIterable, Sendable, Hashable {
  /// The source knows the indicator and said what.
  case found
  /// The source was asked and knows nothing; its earlier signals end.
  case notFound = "not_found"
  /// The source was asked and gave no usable answer; nothing changes.
  case failed
  /// The source was not asked, because a marking or a policy forbade it.
  case withheld
}

/// A relation that a source states between the observed indicator and something else.
public struct Relation: Hashable, Sendable {
  /// A STIX relationship type such as `resolves-to`, `communicates-with`, `belongs-to`, `indicates`.
  public var type: String
  /// The indicator or entity at the other end.
  public var target: StreamKey
  /// The name to show for an entity that has no event of its own, such as `AS15169`.
  public var name: String?

  /// States a relation to a target.
  public init(type: String, target: StreamKey, name: String? = nil) {
    self.type = type
    self.target = target
    self.name = name
  }
}

/// What one source said about one indicator at one moment.
public struct Observation: Hashable, Sendable {
  /// Whether and how it answered.
  public var status: ObservationStatus
  /// When the source says it was true; nil where it does not say.
  public var observedAt: Timestamp?
  /// The signals, such as `virustotal.malicious = 12`.
  public var signals: Facts
  /// The source's labels for the indicator.
  public var labels: [String]
  /// What it is related to.
  public var relations: [Relation]

  /// States an observation.
  public init(
    status: ObservationStatus, observedAt: Timestamp? = nil, signals: Facts = Facts(), labels: [String] = [],
    relations: [Relation] = []
  ) {
    self.status = status
    self.observedAt = observedAt
    self.signals = signals
    self.labels = labels
    self.relations = relations
  }
}
