/// What is known of the payload of an event that another ledger recorded.
public enum AdoptedPayload: Hashable, Sendable {
  /// The event has none, or shares that of an earlier event.
  case none
  /// The bytes, and the salt under which the event commits to them.
  case kept(salt: [UInt8], bytes: [UInt8])
  /// The bytes were erased there; only the commitment is left.
  case erased
}
