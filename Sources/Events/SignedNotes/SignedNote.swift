/// A text with the signatures of one or more keys: [C2SP signed-note](https://c2sp.org/signed-note).
///
/// Its text must not be believed before one of its signatures was verified by a key that is trusted.
public struct SignedNote: Hashable, Sendable, CustomStringConvertible {
  /// One line of signature, not verified.
  public struct Signature: Hashable, Sendable {
    /// The name of the key.
    public let name: String
    /// What tells apart keys of one name.
    public let keyID: UInt32
    /// What the key made of the text.
    public let bytes: [UInt8]

    /// Takes over the three parts.
    public init(name: String, keyID: UInt32, bytes: [UInt8]) {
      self.name = name
      self.keyID = keyID
      self.bytes = bytes
    }
  }

  /// The text that was signed, with the line feed at its end.
  public let text: String
  /// The signatures, in their order.
  public let signatures: [Signature]

  /// Puts a note together.
  public init(text: String, signatures: [Signature]) {
    self.text = text
    self.signatures = signatures
  }

  /// What some trusted keys say of a note.
  public enum Judgement: Hashable, Sendable {
    /// This key signed it.
    case signed(by: VerifierKey)
    /// It bears a signature of this key that is not this key's.
    case forged(VerifierKey)
    /// None of the keys signed it.
    case unknown
  }

  /// Checks the signatures of the keys that are given; those of others are passed over, as the specification demands.
  public func judgement(by keys: some Sequence<VerifierKey>) -> Judgement {
    var judgement = Judgement.unknown
    for key in keys {
      let own = signatures.filter { $0.keyID == key.keyID && $0.name.utf8.elementsEqual(key.name.utf8) }
      if own.isEmpty { continue }
      guard own.allSatisfy({ key.verifies($0.bytes, of: text) }) else { return .forged(key) }
      if judgement == .unknown { judgement = .signed(by: key) }
    }
    return judgement
  }

  /// The note as it is written, byte for byte.
  public var description: String {
    let lines = signatures.map { signature in
      let id = withUnsafeBytes(of: signature.keyID.bigEndian) { Array($0) }
      return "\u{2014} \(signature.name) \(Base64.encode(id + signature.bytes))\n"
    }
    return "\(text)\n\(lines.joined())"
  }

  /// Whether a key may have this name: not empty, without Unicode spaces and without `+`.
  static func isName(_ name: some StringProtocol) -> Bool {
    !name.isEmpty && name.unicodeScalars.allSatisfy { $0 != "+" && !$0.properties.isWhitespace && $0.value >= 0x20 }
  }
}
