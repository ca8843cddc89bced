import Events
import SQLite

extension Appender {
  /// Drops the bytes, the salt and the HMAC of a payload; the commitment stays.
  ///
  /// False where they are gone already. In the same transaction the caller appends the `payload.erased` event that says
  /// so. After the commit ``EventLog/finishErasure(patience:)`` removes what the change left behind in the files.
  public func erasePayload(_ hash: Digest) throws -> Bool {
    try untilFailure {
      try log.announceErasure()
      let row = try log.database.cached(
        "UPDATE payload SET salt = NULL, mac = NULL, bytes = NULL, size = NULL WHERE hash = ? AND bytes IS NOT NULL")
      row.bind(1, hash.bytes)
      try row.run()
      return log.database.changes > 0
    }
  }
}
