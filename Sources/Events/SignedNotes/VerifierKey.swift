import Crypto

/// A public key that verifies signed notes: Ed25519, with the name under which it signs.
///
/// As text it is a *vkey* of the signed-note ecosystem: `<name>+<key id, 8 hexadecimal digits>+<base64 of 01 ‖ key>`.
public struct VerifierKey: Hashable, Sendable, CustomStringConvertible {
  /// The signature type of Ed25519 in the specification.
  static let ed25519: UInt8 = 1

  /// The name, which signature lines bear.
  public let name: String
  /// The thirty-two bytes of the public key (RFC 8032).
  public let publicKey: [UInt8]

  /// Names a key of thirty-two bytes.
  public init(name: String, publicKey: [UInt8]) throws(NoteError) {
    guard SignedNote.isName(name) else {
      throw NoteError(.malformedKey, "a key needs a name without spaces and plus signs")
    }
    guard publicKey.count == 32 else { throw NoteError(.malformedKey, "an Ed25519 key has 32 bytes") }
    self.name = name
    self.publicKey = publicKey
  }

  /// Reads the text form.
  public init(parsing text: some StringProtocol) throws(NoteError) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let bytes = Base64.decode(parts[2]), let type = bytes.first else {
      throw NoteError(.malformedKey, "this is no verifier key, which looks like name+0123abcd+base64")
    }
    guard type == Self.ed25519 else {
      throw NoteError(.malformedKey, "the verifier key is of type \(type); only Ed25519, type 1, is known")
    }
    try self.init(name: String(parts[0]), publicKey: Array(bytes.dropFirst()))
    guard parts[1] == Self.hexadecimal(keyID) else {
      throw NoteError(.malformedKey, "the verifier key of \(name) is damaged: its id does not fit")
    }
  }

  /// What tells apart keys of one name: the first four bytes of SHA-256 over name, line feed, type and key.
  public var keyID: UInt32 {
    let digest = Digest(hashing: Array(name.utf8) + [0x0A, Self.ed25519] + publicKey)
    return UInt32(digest.leadingBits >> 32)
  }

  /// Whether these bytes are this key's signature of a text.
  public func verifies(_ signature: [UInt8], of text: String) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
    return key.isValidSignature(signature, for: Array(text.utf8))
  }

  /// The text form.
  public var description: String {
    "\(name)+\(Self.hexadecimal(keyID))+\(Base64.encode([Self.ed25519] + publicKey))"
  }

  static func hexadecimal(_ id: UInt32) -> String {
    withUnsafeBytes(of: id.bigEndian) { Digest.hexadecimal($0) }
  }
}
