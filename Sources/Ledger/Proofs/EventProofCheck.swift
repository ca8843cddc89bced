import Events
import JSON

/// What checking one proof found.
public struct EventProofCheck {
  /// How far the signature was checked.
  ///
  /// The raw values are promises of the JSON contract.
  public enum Signature: String, Sendable {
    /// By a key that whoever checks gave.
    case verified
    /// Only by the key that the proof itself carries, which anybody can put there.
    case embeddedKey = "embedded_key"
    /// By none: no key was given, and the proof carries none.
    case unchecked = "not_checked"
  }

  /// What the proof says; nil where it could not be read.
  public let proof: EventProof?
  /// The event in it.
  public let event: CanonicalEvent?
  /// The tree head in it.
  public let checkpoint: Checkpoint?
  /// How far the signature was checked.
  public let signature: Signature
  /// The key that the signature was verified with.
  public let key: VerifierKey?
  /// What is wrong; nil where the event is proven to be in the log that the checkpoint is of.
  public let reason: String?

  /// Whether the event is proven to be in the tree.
  public var isProven: Bool { reason == nil }

  /// Reports a proof that cannot be read.
  public init(unreadable reason: String) {
    (proof, event, checkpoint, signature, key) = (nil, nil, nil, .unchecked, nil)
    self.reason = reason
  }

  /// Checks a proof; without keys of one's own, against the key inside it.
  ///
  /// What the file it was read from says besides must not contradict it: somebody may read only that.
  public init(_ proof: EventProof, keys: [VerifierKey], in file: JSONValue? = nil) {
    self.proof = proof
    let event = Result { () throws(CanonicalEvent.Malformed) in try CanonicalEvent(proof.canonicalBytes) }
    let checkpoint = Result { () throws(NoteError) in try Checkpoint(parsing: proof.note.text) }
    self.event = try? event.get()
    self.checkpoint = try? checkpoint.get()
    let trusted = keys.isEmpty ? [proof.key].compactMap { $0 } : keys
    let judgement = proof.note.judgement(by: trusted)
    if case .signed(let key) = judgement {
      self.key = key
      signature = keys.isEmpty ? .embeddedKey : .verified
    } else {
      key = nil
      signature = .unchecked
    }
    do {
      let (event, checkpoint) = (try event.get(), try checkpoint.get())
      reason =
        Self.fault(proof, event, checkpoint) ?? Self.fault(judgement, trusted)
        ?? file.flatMap { proof.contradiction(in: $0) }
    } catch {
      reason = "\(error)"
    }
  }

  /// What is wrong with the way from the event to the root.
  private static func fault(_ proof: EventProof, _ event: CanonicalEvent, _ checkpoint: Checkpoint) -> String? {
    let inclusion = proof.inclusion
    guard CanonicalEvent.leaf(of: proof.canonicalBytes) == proof.leafHash else {
      return "the leaf hash is not that of the event: one of the two was changed"
    }
    guard inclusion.index >= 0, inclusion.index == event.seq &- 1 else {
      return
        "the proof is for index \(inclusion.index) of the tree, and event \(event.seq) belongs at \(event.seq &- 1)"
    }
    guard inclusion.size == checkpoint.size else {
      return "the proof is for a tree of \(inclusion.size) events, and the checkpoint is of one with \(checkpoint.size)"
    }
    guard let root = inclusion.root(of: proof.leafHash) else {
      return "the path does not fit index \(inclusion.index) in a tree of \(inclusion.size) events"
    }
    guard root == checkpoint.root else { return "the path does not lead to the root that was signed" }
    return nil
  }

  private static func fault(_ judgement: SignedNote.Judgement, _ keys: [VerifierKey]) -> String? {
    switch judgement {
    case .signed: nil
    case .forged(let key): "the signature of the checkpoint is not that of the key \(key)"
    case .unknown where keys.isEmpty: nil
    case .unknown:
      "the checkpoint is not signed by the key \(keys.map(\.description).joined(separator: " or "))"
    }
  }
}
