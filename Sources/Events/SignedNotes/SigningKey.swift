import Crypto

/// A secret key that signs notes.
///
/// As text it is what Go's `golang.org/x/mod/sumdb/note` reads and writes:
/// `PRIVATE+KEY+<name>+<key id>+<base64 of 01 ‖ the seed of RFC 8032>`.
public struct SigningKey: Sendable, CustomStringConvertible {
  /// The public key that belongs to it.
  public let verifier: VerifierKey
  private let seed: [UInt8]

  private static let prefix = "PRIVATE+KEY+"

  /// Makes the key of a seed: thirty-two bytes that nobody can guess.
  public init(name: String, seed: [UInt8]) throws(NoteError) {
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
      throw NoteError(.malformedKey, "the seed of a signing key has 32 bytes")
    }
    self.seed = seed
    verifier = try VerifierKey(name: name, publicKey: Array(key.publicKey.rawRepresentation))
  }

  /// Reads the text form; errors never show any of it.
  public init(parsing text: some StringProtocol) throws(NoteError) {
    guard text.hasPrefix(Self.prefix) else {
      throw NoteError(.malformedKey, "this is no signing key, which begins with \(Self.prefix)")
    }
    let parts = text.dropFirst(Self.prefix.count).split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let bytes = Base64.decode(parts[2]), bytes.count == 33, bytes[0] == VerifierKey.ed25519
    else { throw NoteError(.malformedKey, "the signing key is damaged, or not an Ed25519 key") }
    try self.init(name: String(parts[0]), seed: Array(bytes.dropFirst()))
    guard parts[1] == VerifierKey.hexadecimal(verifier.keyID) else {
      throw NoteError(.malformedKey, "the signing key is damaged: its id does not fit")
    }
  }

  /// The text form, which is a secret.
  public var secretText: String {
    let id = VerifierKey.hexadecimal(verifier.keyID)
    return "\(Self.prefix)\(verifier.name)+\(id)+\(Base64.encode([VerifierKey.ed25519] + seed))"
  }

  /// Whose key it is; never the key.
  public var description: String { "the signing key of \(verifier.name)" }

  /// Signs a text, which must end with a line feed and hold no other control character.
  public func sign(_ text: String) throws(NoteError) -> SignedNote {
    let bytes = Array(text.utf8)
    guard bytes.last == 0x0A, bytes.allSatisfy({ $0 >= 0x20 || $0 == 0x0A }) else {
      throw NoteError(.malformedNote, "a text that is signed ends with a line feed and holds no control characters")
    }
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
      let signature = try? key.signature(for: bytes)
    else { throw NoteError(.malformedKey, "the signing key cannot be used") }
    return SignedNote(
      text: text,
      signatures: [.init(name: verifier.name, keyID: verifier.keyID, bytes: Array(signature))])
  }
}
