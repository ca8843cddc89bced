import Indicators

/// What an event is about: an indicator, an entity (a STIX object such as a campaign), or the ledger itself.
public struct StreamKey: Hashable, Sendable {
  /// An indicator kind, a STIX type name such as `intrusion-set`, or `ledger`.
  public let kind: String
  /// The canonical value, the entity's STIX id, or for the ledger the subject (`scorecard`, `connector`).
  public let value: String

  /// Names a stream by its two parts.
  public init(kind: String, value: String) {
    self.kind = kind
    self.value = value
  }

  /// The stream of an indicator.
  public init(_ indicator: Indicator) {
    kind = indicator.kind.rawValue
    value = indicator.value
  }

  /// Publications and activations of scorecards.
  public static let scorecards = StreamKey(kind: "ledger", value: "scorecard")

  /// Ends of sources' objects that named nothing the ledger holds.
  public static let objects = StreamKey(kind: "ledger", value: "object")

  /// Pauses of connectors.
  public static let connectors = StreamKey(kind: "ledger", value: "connector")

  /// The indicator, where this is the stream of one.
  public var indicator: Indicator? {
    IndicatorKind(rawValue: kind).map { Indicator($0, canonical: value) }
  }

  /// Whether this is the stream of an entity.
  public var isEntity: Bool { kind != "ledger" && IndicatorKind(rawValue: kind) == nil }
}
