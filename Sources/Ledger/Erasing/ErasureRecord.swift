import EventLog
import Events
import Time

/// When, by whom and why a payload was erased.
public struct ErasureRecord: Hashable, Sendable {
  /// The `payload.erased` event.
  public var seq: Int64
  /// When it was recorded.
  public var at: Timestamp
  /// Who ran the program.
  public var actor: String
  /// Why; nil where nobody said, or where the reason was erased too.
  public var reason: String?
}

extension Ledger {
  /// The record of the erasing of an event's payload; nil where there is none.
  public func erasure(of event: RecordedEvent) throws -> ErasureRecord? {
    guard let hash = event.payloadHash else { return nil }
    return try log.read {
      guard let seq = try erasureInStream(of: event, hash) ?? erasures.seq(of: hash, in: log),
        let record = try log.event(at: seq)
      else { return nil }
      var reason: String?
      if case .bytes(let bytes) = try log.payload(hash: record.payloadHash) {
        reason = String(decoding: bytes, as: UTF8.self)
      }
      return ErasureRecord(seq: seq, at: record.recordedAt, actor: record.actor, reason: reason)
    }
  }

  /// Erasing is recorded about what the named event is about, so that mostly few events need to be read.
  private func erasureInStream(of event: RecordedEvent, _ hash: Digest) throws -> Int64? {
    var found: Int64?
    try log.forEachRow(ofStream: event.streamID) { row in
      if row.type == .payloadErased, try log.facts(row)["hash"]?.text == hash.description { found = row.seq }
      return found == nil
    }
    return found
  }
}

/// The erasures of the whole log, read as far as somebody had to ask: for events that shared another one's payload.
struct ErasureIndex {
  private var seqs: [String: Int64] = [:]
  private var readThrough: Int64 = 0

  /// The position of the event that says that a payload was erased.
  mutating func seq(of hash: Digest, in log: EventLog) throws -> Int64? {
    if let seq = seqs[hash.description] { return seq }
    let head = try log.head()
    try log.forEachRow(from: readThrough + 1, through: head) { row in
      if row.type == .payloadErased, let hash = try log.facts(row)["hash"]?.text, seqs[hash] == nil {
        seqs[hash] = row.seq
      }
      return true
    }
    readThrough = head
    return seqs[hash.description]
  }
}
