import Events
import Indicators
import Time

/// One thing that a reader found in its input, in input order.
public enum IntakeItem: Hashable, Sendable {
  /// Something said about an indicator.
  case statement(Statement)
  /// Somebody saw an indicator.
  case sighting(SightingStatement)
  /// A STIX object that is no indicator: a campaign, a threat actor, an attack pattern, malware …
  case entity(EntityStatement)
  /// A STIX relationship, between indicators and entities.
  case relationship(RelationshipStatement)
  /// Something that could not be taken in, and why; the rest goes on.
  case rejected(Rejection)
  /// A cell that could not be read, in a row that is taken in without it; told once for each column.
  case ignored(Rejection)
  /// Something that names a value without warning of it: a citation, a reserved address, the hash of the empty file.
  case setAside(Rejection)
  /// A comment, a blank line, a header, or a part of the input that is not intelligence.
  case skipped(Skip)
  /// What an object amounts to, behind everything that it says; no unit of the input by itself.
  case object(ObjectStatement)
  /// The date that the input states for itself as a whole.
  case fileDate(Timestamp)
}

/// A sighting that a source reports.
public struct SightingStatement: Hashable, Sendable {
  /// What was seen.
  public var indicator: Indicator
  /// When it was last seen.
  public var seenAt: Timestamp?
  /// How often; at least 1.
  public var count: Int64
  /// False where the source says that it was looked for and not seen, or is a false positive.
  public var isPositive: Bool
  /// The marking it carries.
  public var trafficLight: TrafficLight?
  /// The line it starts on, from 1.
  public var line: Int

  /// States a sighting.
  public init(
    indicator: Indicator, seenAt: Timestamp?, count: Int64 = 1, isPositive: Bool = true,
    trafficLight: TrafficLight? = nil, line: Int
  ) {
    self.indicator = indicator
    self.seenAt = seenAt
    self.count = count
    self.isPositive = isPositive
    self.trafficLight = trafficLight
    self.line = line
  }
}

/// A STIX object other than an indicator.
public struct EntityStatement: Hashable, Sendable {
  /// The STIX type name and the STIX id.
  public var key: StreamKey
  /// The object's name.
  public var name: String
  /// `aliases`, `external_id`, `types`, `labels` and the like; never free text.
  public var facts: Facts
  /// When it was last modified.
  public var modifiedAt: Timestamp?
  /// The marking it carries.
  public var trafficLight: TrafficLight?
  /// The line it starts on, from 1.
  public var line: Int

  /// States an entity.
  public init(
    key: StreamKey, name: String, facts: Facts = Facts(), modifiedAt: Timestamp? = nil,
    trafficLight: TrafficLight? = nil, line: Int
  ) {
    self.key = key
    self.name = name
    self.facts = facts
    self.modifiedAt = modifiedAt
    self.trafficLight = trafficLight
    self.line = line
  }
}

/// A relationship between two things, of a STIX relationship type.
public struct RelationshipStatement: Hashable, Sendable {
  /// Where it starts.
  public var from: StreamKey
  /// Where it ends.
  public var to: StreamKey
  /// The STIX relationship type, such as `indicates`.
  public var type: String
  /// When it was last modified.
  public var modifiedAt: Timestamp?
  /// The marking it carries.
  public var trafficLight: TrafficLight?
  /// The line it starts on, from 1.
  public var line: Int

  /// States a relationship.
  public init(
    from: StreamKey, to: StreamKey, type: String, modifiedAt: Timestamp? = nil, trafficLight: TrafficLight? = nil,
    line: Int
  ) {
    self.from = from
    self.to = to
    self.type = type
    self.modifiedAt = modifiedAt
    self.trafficLight = trafficLight
    self.line = line
  }
}

/// A part of the input that was not taken in, and why.
public struct Rejection: Hashable, Sendable {
  /// The line it starts on, from 1.
  public var line: Int
  /// The text in question, cut to at most 200 characters (Unicode scalars).
  public var text: String
  /// Why, in words that say what to do.
  public var reason: String

  /// Reports a part of the input.
  public init(line: Int, text: String, reason: String) {
    self.line = line
    self.text = text.cut(to: 200)
    self.reason = reason
  }
}
