import Events
import SQLite

extension Appender {
  /// Stores a payload once, and gives what events commit to.
  func store(_ bytes: [UInt8]) throws -> Digest {
    let mac = EventLog.mac(bytes, secret: try secret.get())
    let known = try log.database.cached("SELECT hash FROM payload WHERE mac = ?")
    known.bind(1, mac)
    defer { known.reset() }
    if try known.step(), let hash = Digest(known.blob(0)) { return hash }
    let salt = context.salt()
    let hash = EventLog.commitment(salt: salt, bytes)
    try insertPayload(hash, salt: salt, mac: mac, bytes)
    return hash
  }

  /// Writes a payload's row, its bytes compressed where that pays.
  func insertPayload(_ hash: Digest, salt: [UInt8], mac: [UInt8], _ bytes: [UInt8]) throws {
    let stored = try log.payloadCoder.stored(bytes)
    let row = try payloadInsertion(hash)
    row.bind(2, salt)
    row.bind(3, mac)
    row.bind(5, stored.size)
    try stored.bytes.withUnsafeBytes {
      row.bind(4, borrowing: $0)
      try row.run()
    }
  }

  /// Writes the row of a payload that was erased before it came here.
  func insertErasedPayload(_ hash: Digest) throws {
    let row = try payloadInsertion(hash)
    for column: Int32 in 2...5 { row.bindNull(column) }
    try row.run()
  }

  private func payloadInsertion(_ hash: Digest) throws -> Statement {
    let row = try log.database.cached(
      "INSERT OR FAIL INTO payload VALUES ((SELECT coalesce(max(id), 0) + 1 FROM payload), ?, ?, ?, ?, ?)")
    row.bind(1, hash.bytes)
    return row
  }
}
