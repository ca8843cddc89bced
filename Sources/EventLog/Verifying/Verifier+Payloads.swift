import Events
import SQLite

extension Verifier {
  /// Every commitment has its bytes, unless an event says that they were erased; then it has none.
  ///
  /// Sections of the table are read on both cores: it is mostly bytes to be hashed.
  mutating func checkPayloads() throws {
    let (secret, erasures, last) = (try log.secret(), self.erasures, usedPayloads)
    // Events number payloads without a gap, so that any other number belongs to none.
    let others = try log.database.prepare("SELECT EXISTS (SELECT 1 FROM payload WHERE id NOT BETWEEN 1 AND ?)")
    others.bind(1, last)
    guard try others.step(), others.integer(0) == 0 else {
      throw Fault(seq: nil, reason: "a payload belongs to no event")
    }
    try checkPayloadsAreThereOnce()
    let count = Int((last + PayloadChecker.section - 1) / PayloadChecker.section)
    guard count > 1 else {
      return try take(PayloadChecker(log.database, secret: secret, erasures: erasures).check(0, through: last))
    }
    let path = log.folder.log
    let sections = OrderedParts<CheckedPayloads>(count: count, threads: 2) {
      let checker = PayloadChecker(try Database.anotherReader(of: path), secret: secret, erasures: erasures)
      return { checker.check($0, through: last) }
    }
    try sections.forEach { try take($0) }
  }

  /// No payload is there twice, by its commitment or by its bytes.
  private func checkPayloadsAreThereOnce() throws {
    // In the order of an index each, which was compared with the table.
    for column in ["hash", "mac"] {
      let twice = try log.database.prepare(
        "SELECT max(hash) FROM payload WHERE \(column) IS NOT NULL GROUP BY \(column) HAVING count(*) > 1 LIMIT 1")
      guard try twice.step() else { continue }
      let hash = Digest(twice.blob(0))
      twice.reset()
      throw Fault(seq: try hash.flatMap { try user(of: $0) }, reason: "a payload is there twice")
    }
  }

  private mutating func take(_ checked: CheckedPayloads) throws {
    result.payloads += checked.count
    result.erasedPayloads += checked.erased
    result.payloadBytes += checked.bytes
    if let failure = checked.failure { throw failure }
    guard let (hash, problem) = checked.fault else { return }
    let seq = try hash.flatMap { try user(of: $0) }
    let reason =
      switch problem {
      case .impossibleHash: "a payload has an impossible hash"
      case .goneWithoutEvent: "a payload is gone that no event says was erased"
      case .partLeft: "a payload was erased, but not its salt, HMAC and size"
      case .thereAgain(let erasure): "a payload that event \(erasure) says was erased is there again"
      case .changed: "the payload of event \(seq.map(String.init) ?? "?") was changed"
      }
    throw Fault(seq: seq, reason: reason)
  }

  /// The first event with that payload; reads the whole log, so only for a fault.
  private func user(of hash: Digest) throws -> Int64? {
    let row = try log.database.cached("SELECT min(seq) FROM event WHERE payload_hash = ?")
    row.bind(1, hash.bytes)
    defer { row.reset() }
    return try row.step() ? row.optionalInteger(0) : nil
  }
}
