import EventLog
import Events

/// The proof that an event is in a log, for somebody who has neither: the event, its way up the tree, and the signed
/// tree head.
public struct EventProof: Hashable, Sendable {
  /// The event as it is hashed.
  public let canonicalBytes: [UInt8]
  /// What is said to be its leaf.
  public let leafHash: Digest
  /// The way from the leaf to the root.
  public let inclusion: InclusionProof
  /// The signed checkpoint, whose root it is.
  public let note: SignedNote
  /// The key that is said to have signed it.
  public let key: VerifierKey?

  /// Takes over the parts, which may be wrong.
  public init(
    canonicalBytes: [UInt8], leafHash: Digest, inclusion: InclusionProof, note: SignedNote, key: VerifierKey?
  ) {
    self.canonicalBytes = canonicalBytes
    self.leafHash = leafHash
    self.inclusion = inclusion
    self.note = note
    self.key = key
  }
}
