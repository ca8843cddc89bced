import Events
import Time

/// What makes two statements of a source the same: 74 bits of the SHA-256 of what is stated.
///
/// The bits are the random part of the event's UUIDv7, so that the log itself says which statement an event is, and
/// views can be rebuilt from it alone. Of these, the view keeps the lower 62, within one stream.
public struct StatementKey: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt64

  /// Hashes a statement.
  ///
  /// `day` is given for the daily repetition of a statement that has no time of its own.
  public init(source: String, stream: StreamKey, facts: Facts, statedAt: Timestamp?, day: String? = nil) {
    var bytes: [UInt8] = []
    bytes.appendText(source)
    bytes.appendText(stream.kind)
    bytes.appendText(stream.value)
    facts.appendCanonical(to: &bytes)
    bytes.append(statedAt == nil ? 0 : 1)
    if let statedAt { bytes.appendSignedVarint(statedAt.milliseconds) }
    if let day { bytes.appendText(day) }
    let digest = Digest(hashing: bytes)
    high = digest.leadingBits & 0xFFF
    low = digest.followingBits & 0x3FFF_FFFF_FFFF_FFFF
  }

  /// Takes the key out of a statement's event id.
  package init(_ id: EventID) {
    high = id.high & 0xFFF
    low = id.low & 0x3FFF_FFFF_FFFF_FFFF
  }

  /// The event id of the statement when it is received at a time.
  public func eventID(at time: Timestamp) -> EventID { EventID(at: time, entropy: (high, low)) }

  /// What the view keeps.
  package var stored: Int64 { Int64(low) }
}
