import struct Crypto.HMAC
import struct Crypto.SHA256
import struct Crypto.SymmetricKey
import Events
import SQLite

/// What became of an event's payload.
public enum Payload: Hashable, Sendable {
  /// The event has none.
  case none
  /// The bytes, which match what the event commits to.
  case bytes([UInt8])
  /// The bytes were erased; the commitment stays.
  case erased
}

extension EventLog {
  /// The payload of an event, checked against the event's commitment.
  public func payload(hash: Digest?) throws -> Payload {
    guard let hash else { return .none }
    let row = try database.cached("SELECT salt, bytes FROM payload WHERE hash = ?")
    row.bind(1, hash.bytes)
    defer { row.reset() }
    guard try row.step() else {
      throw EventLogError(.damaged, "a payload is missing from \(folder.log); run 'iocledger verify'")
    }
    guard !row.isNull(1) else { return .erased }
    let bytes = Array(row.blob(1))
    guard Self.commitment(salt: row.blob(0), bytes) == hash else {
      throw EventLogError(.damaged, "a payload does not match its event's commitment; run 'iocledger verify'")
    }
    return .bytes(bytes)
  }

  /// What an event commits to: SHA-256 of a salt of the payload's own and the bytes.
  ///
  /// The salt keeps the commitment from telling anything about bytes that were erased, such as a note one can guess.
  static func commitment(salt: UnsafeRawBufferPointer, _ bytes: [UInt8]) -> Digest {
    var hash = SHA256()
    hash.update(bufferPointer: salt)
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return hash.finalize().withUnsafeBytes { Digest(Array($0)) } ?? Digest(hashing: [])
  }

  /// What equal payloads are recognised by: HMAC-SHA256 of the bytes under the ledger's secret.
  static func mac(_ bytes: [UInt8], secret: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: secret)))
  }

  func secret() throws -> [UInt8] {
    let row = try database.cached("SELECT secret FROM ledger")
    defer { row.reset() }
    guard try row.step() else {
      throw EventLogError(.damaged, "\(folder.log) has lost its identity; restore a backup")
    }
    return Array(row.blob(0))
  }
}
