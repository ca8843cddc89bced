import Events
import SQLite

extension Verifier {
  /// Every commitment has its bytes, unless an event says that they were erased; then it has none.
  mutating func checkPayloads() throws {
    let secret = try log.secret()
    let rows = try log.database.prepare("SELECT hash, salt, mac, bytes FROM payload ORDER BY id")
    while try rows.step() {
      guard let hash = Digest(rows.blob(0)) else { throw Fault(seq: nil, reason: "a payload has an impossible hash") }
      result.payloads += 1
      let erasure = erasures[hash.description]
      if rows.isNull(3) {
        result.erasedPayloads += 1
        guard erasure != nil else {
          throw Fault(seq: try user(of: hash), reason: "a payload is gone that no event says was erased")
        }
        guard rows.isNull(1), rows.isNull(2) else {
          throw Fault(seq: try user(of: hash), reason: "a payload was erased, but not its salt")
        }
        continue
      }
      if let erasure {
        throw Fault(
          seq: try user(of: hash), reason: "a payload that event \(erasure) says was erased is there again")
      }
      let bytes = Array(rows.blob(3))
      result.payloadBytes += Int64(bytes.count)
      guard EventLog.commitment(salt: rows.blob(1), bytes) == hash,
        EventLog.mac(bytes, secret: secret) == Array(rows.blob(2))
      else {
        let seq = try user(of: hash)
        throw Fault(seq: seq, reason: "the payload of event \(seq.map(String.init) ?? "?") was changed")
      }
    }
    guard result.payloads == usedPayloads else { throw Fault(seq: nil, reason: "a payload belongs to no event") }
  }

  /// The first event with that payload; reads the whole log, so only for a fault.
  private func user(of hash: Digest) throws -> Int64? {
    let row = try log.database.cached("SELECT min(seq) FROM event WHERE payload_hash = ?")
    row.bind(1, hash.bytes)
    defer { row.reset() }
    return try row.step() ? row.optionalInteger(0) : nil
  }
}
