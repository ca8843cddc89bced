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
    guard case .kept(_, let bytes) = try storedPayload(hash).content else { return .erased }
    return .bytes(bytes)
  }

  /// What an event commits to: SHA-256 of a salt of the payload's own and the bytes.
  ///
  /// The salt keeps the commitment from telling anything about bytes that were erased, such as a note one can guess.
  static func commitment(salt: UnsafeRawBufferPointer, _ bytes: UnsafeRawBufferPointer) -> Digest {
    var hash = SHA256()
    hash.update(bufferPointer: salt)
    hash.update(bufferPointer: bytes)
    return hash.finalize().withUnsafeBytes { Digest(Array($0)) } ?? Digest(hashing: [])
  }

  static func commitment(salt: [UInt8], _ bytes: [UInt8]) -> Digest {
    salt.withUnsafeBytes { salt in bytes.withUnsafeBytes { commitment(salt: salt, $0) } }
  }

  /// What equal payloads are recognised by: HMAC-SHA256 of the bytes under the ledger's secret.
  static func mac(_ bytes: UnsafeRawBufferPointer, secret: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: secret)))
  }

  static func mac(_ bytes: [UInt8], secret: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBytes { mac($0, secret: secret) }
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
