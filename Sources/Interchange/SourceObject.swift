import Events
import Indicators
import Time

/// A version of an object by which a source says things: a STIX object or a MISP attribute.
///
/// Of several versions of an object the one with the latest time is its state (STIX 2.1 §3.6; MISP's `timestamp`).
public struct SourceObject: Hashable, Sendable {
  /// The STIX id or the MISP uuid, in lower case.
  public var id: String
  /// STIX `modified`, MISP `timestamp`; nil where the input does not say.
  public var version: Timestamp?

  /// Names a version of an object.
  public init(id: String, version: Timestamp?) {
    self.id = id
    self.version = version
  }
}

/// Which indicators a version of an object names: what an earlier version named beside them is no longer said.
public struct ObjectStatement: Hashable, Sendable {
  /// The object in the version that was read.
  public var object: SourceObject
  /// Every indicator that this version says something about; none where it has ended.
  public var indicators: [Indicator]
  /// How the object ended, where it did.
  public var ending: Ending?
  /// A marking that holds for these indicators besides what their statements carry, as that of a report does for what it
  /// is about; of an object that has ended, for what it spoke of before.
  public var trafficLight: TrafficLight?
  /// What may be done with these indicators, by the same.
  public var permissibleActions: PermissibleActions?
  /// The line it starts on, from 1.
  public var line: Int

  /// States what an object amounts to.
  public init(
    object: SourceObject, indicators: [Indicator], ending: Ending? = nil, trafficLight: TrafficLight? = nil,
    permissibleActions: PermissibleActions? = nil, line: Int
  ) {
    self.object = object
    self.indicators = indicators
    self.ending = ending
    self.trafficLight = trafficLight
    self.permissibleActions = permissibleActions
    self.line = line
  }
}
