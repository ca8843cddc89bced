import Events

/// The keys of a ledger: one that signs its checkpoints, and all that are trusted to have signed some.
public struct KeyFolder {
  private let folder: LedgerFolder

  /// Looks into a ledger's `keys` folder, which need not be there.
  public init(_ folder: LedgerFolder) { self.folder = folder }

  /// The public keys: every `.vkey`, so that an earlier key can be kept beside its successor.
  public func verifiers() throws -> [VerifierKey] {
    try Files.names(in: folder.keys).filter { $0.hasSuffix(".vkey") }
      .map { try Self.verifier(file: folder.keys + "/" + $0) }
  }

  /// Reads a file that holds one verifier key.
  ///
  /// `allowingStreams` takes a pipe too, for one that a user names.
  public static func verifier(file: String, allowingStreams: Bool = false) throws -> VerifierKey {
    let text = try Self.line(of: file, allowingStreams)
    do {
      return try VerifierKey(parsing: text)
    } catch {
      throw EventLogError(.refused, "\(file): \(error)")
    }
  }

  /// The key that signs, made from the seed where there is none yet; only under the ledger's lock.
  func signer(named name: String, seed: () -> [UInt8]) throws -> SigningKey {
    guard Files.exists(folder.signingKey) else { return try make(named: name, seed: seed()) }
    guard Files.isPrivate(folder.signingKey) else {
      throw EventLogError(
        .permission,
        "\(folder.signingKey) can be read by others than its owner; run 'chmod 600' on it, or move the key away to begin with a new one"
      )
    }
    let key: SigningKey
    do {
      key = try SigningKey(parsing: Self.line(of: folder.signingKey))
    } catch let error as NoteError {
      throw EventLogError(.refused, "\(folder.signingKey): \(error); restore it from a backup")
    }
    guard key.verifier.name.utf8.elementsEqual(name.utf8) else {
      throw EventLogError(
        .refused, "\(folder.signingKey) is the key of \(key.verifier.name), not of \(name); move it away")
    }
    // An earlier run may have been cut short between the two files.
    if !Files.exists(folder.verifierKey) { try write(key.verifier) }
    guard try Self.verifier(file: folder.verifierKey) == key.verifier else {
      throw EventLogError(
        .refused, "\(folder.verifierKey) does not belong to \(folder.signingKey); give the former another name")
    }
    return key
  }

  private func make(named name: String, seed: [UInt8]) throws -> SigningKey {
    guard !Files.exists(folder.verifierKey) else {
      throw EventLogError(
        .refused,
        "\(folder.signingKey) is gone; restore it, or rename \(folder.verifierKey) to begin with a new key and keep trusting the old one"
      )
    }
    let key: SigningKey
    do {
      key = try SigningKey(name: name, seed: seed)
    } catch {
      throw EventLogError(.refused, "no key can be made for \(name): \(error)")
    }
    try Files.createPrivateFolder(folder.keys)
    try Files.replace(folder.signingKey, with: Array((key.secretText + "\n").utf8))
    try write(key.verifier)
    return key
  }

  private func write(_ key: VerifierKey) throws {
    try Files.replace(folder.verifierKey, with: Array("\(key)\n".utf8))
  }

  /// The one line of a key file.
  private static func line(of file: String, _ allowingStreams: Bool = false) throws -> Substring {
    let bytes = try Files.contents(of: file, limit: 1 << 20, allowingStreams: allowingStreams)
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline)
    guard lines.count == 1 else { throw EventLogError(.refused, "\(file) is no key file, which has one line") }
    return lines[0]
  }
}
