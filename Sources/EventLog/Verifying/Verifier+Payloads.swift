import Events
import SQLite

extension Verifier {
  /// Every commitment has its bytes, unless an event says that they were erased; then it has none.
  ///
  /// Sections of the table are read on both cores: it is mostly bytes to be hashed.
  mutating func checkPayloads() throws {
    let secret = try log.secret()
    let (erasures, path) = (self.erasures, log.folder.log)
    let bounds = try log.database.prepare("SELECT min(id), max(id) FROM payload")
    if try bounds.step(), let first = bounds.optionalInteger(0), let last = bounds.optionalInteger(1) {
      let (span, overflow) = last.subtractingReportingOverflow(first)
      guard !overflow, span < 1 << 48 else { throw Fault(seq: nil, reason: "a payload has an impossible number") }
      let sections = OrderedParts<CheckedPayloads>(count: Int(span / PayloadChecker.section) + 1, threads: 2) {
        let database = try Database.anotherReader(of: path)
        let checker = PayloadChecker(database: database, secret: secret, erasures: erasures)
        return { number in
          let start = first + Int64(number) * PayloadChecker.section
          return checker.check(start...min(last, start + PayloadChecker.section - 1))
        }
      }
      try sections.forEach { try take($0) }
    }
    guard result.payloads == usedPayloads else { throw Fault(seq: nil, reason: "a payload belongs to no event") }
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
      case .saltLeft: "a payload was erased, but not its salt"
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
