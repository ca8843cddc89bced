extension SignedNote {
  /// The largest note that is read, in bytes.
  public static let maximumSize = 1 << 20
  /// The most signatures that are read; the specification asks for sixteen at least.
  static let maximumSignatures = 100

  /// Reads a note, whose signatures are not verified by that.
  public init(parsing bytes: some Collection<UInt8>) throws(NoteError) {
    guard bytes.count <= Self.maximumSize else { throw Self.malformed("it is larger than 1 MiB") }
    let bytes = Array(bytes)
    try Self.checkCharacters(bytes)
    // The text may hold empty lines: the last one ends it.
    guard let end = bytes.indices.dropLast().last(where: { bytes[$0] == 0x0A && bytes[$0 + 1] == 0x0A }) else {
      throw Self.malformed("no empty line parts a text from signatures")
    }
    guard bytes.last == 0x0A else { throw Self.malformed("its last line does not end with a line feed") }
    let firstLine = bytes[...end].count { $0 == 0x0A } + 2
    let lines = bytes[(end + 2)...].split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
    guard !lines.isEmpty else { throw Self.malformed("it has no signature") }
    guard lines.count <= Self.maximumSignatures else {
      throw Self.malformed("it has more than \(Self.maximumSignatures) signatures")
    }
    var signatures: [Signature] = []
    for (number, line) in zip(firstLine..., lines) {
      guard let signature = Self.signature(line) else {
        throw Self.malformed("line \(number) is not a signature: an em dash, the name of a key, and base64")
      }
      signatures.append(signature)
    }
    self.init(text: String(decoding: bytes[...end], as: UTF8.self), signatures: signatures)
  }

  private static func checkCharacters(_ bytes: [UInt8]) throws(NoteError) {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw malformed("it is not UTF-8") }
    guard let control = bytes.firstIndex(where: { $0 < 0x20 && $0 != 0x0A }) else { return }
    let line = bytes[..<control].count { $0 == 0x0A } + 1
    let what = bytes[control] == 0x0D ? "a carriage return: it must be kept byte for byte" : "a control character"
    throw malformed("line \(line) holds \(what)")
  }

  private static func signature(_ line: ArraySlice<UInt8>) -> Signature? {
    let dash = Array("\u{2014} ".utf8)
    guard line.starts(with: dash) else { return nil }
    let parts = line.dropFirst(dash.count).split(separator: 0x20, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard parts.count == 2, isName(parts[0]), let bytes = Base64.decode(parts[1]), bytes.count > 4 else { return nil }
    let id = bytes[..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return Signature(name: parts[0], keyID: id, bytes: Array(bytes[4...]))
  }

  private static func malformed(_ what: String) -> NoteError {
    NoteError(.malformedNote, "this is no signed note: \(what)")
  }
}
