/// Why a source's word on an indicator ended; the fact `reason` of `indicator.delisted`.
public enum Ending: String, CaseIterable, Sendable, Hashable {
  /// A newer version of the object that said it names the indicator no longer, or no longer for detection.
  case superseded
  /// The object was revoked (STIX).
  case revoked
  /// The attribute, object or event was deleted (MISP).
  case deleted
  /// Its `valid_until` has passed, or an expiration sighting says so.
  case expired
  /// The source's whole list was read, and it is not in it any more.
  case absent
}
