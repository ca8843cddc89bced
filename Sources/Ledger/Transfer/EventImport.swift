import EventLog
import Events

/// Takes over the events of another ledger, each at the place and with the leaf that it had there.
///
/// The beginning of the input must be what the ledger holds; what goes beyond that is appended. A batch is durable when
/// it is committed, so that an import that was cut short goes on where it ended. The first line that does not follow
/// ends it, after everything before that line was committed.
public final class EventImport {
  /// What became of the input so far.
  public private(set) var report = EventImportReport()
  /// Called after every commit.
  public var onCommit: (EventImportReport) throws -> Void = { _ in }
  private let ledger: Ledger
  private let file: String
  private let lineLimit: Int
  private var pending: [EventLine] = []
  private var pendingBytes = 0

  static let batchLines = 1000
  static let batchBytes = 8 << 20
  /// The longest line that is read unless another limit is given, in bytes: enough for a payload of 12 MB.
  public static let maximumLine = 16 << 20
  /// The longest line that can be allowed: enough for the largest payload there is.
  public static let greatestLine = 256 << 20

  /// Begins with nothing read; `file` is the name for messages, `lineLimit` how many bytes a line may have.
  public init(_ ledger: Ledger, file: String, lineLimit: Int = EventImport.maximumLine) {
    self.ledger = ledger
    self.file = file
    self.lineLimit = lineLimit
  }

  /// Reads to the end; `source` gives pieces of the input, and an empty one at its end.
  public func run(_ source: @escaping () throws -> [UInt8]) throws {
    var lines = LineSplitter(limit: lineLimit, file: file, source)
    do {
      while let line = try lines.next() { try take(line) }
    } catch {
      try flush()
      throw error
    }
    try flush()
    report.events = try ledger.head()
    report.root = try ledger.log.root()
  }

  private func take(_ bytes: [UInt8]) throws {
    let number = report.read + Int64(pending.count) + 1
    let line: EventLine
    do {
      line = try EventLine(parsing: bytes)
    } catch {
      throw refused(number, error.reason)
    }
    guard line.event.seq == number else {
      throw refused(number, "it is event \(line.event.seq) where event \(number) should be")
    }
    try checkScorecard(line)
    pending.append(line)
    pendingBytes += bytes.count
    if pending.count >= Self.batchLines || pendingBytes >= Self.batchBytes { try flush() }
  }

  /// A scorecard is what its id, the hash of its text and lists, says: past scores are computed from it.
  private func checkScorecard(_ line: EventLine) throws {
    guard line.event.type == .scorecardPublished, case .adopted(.kept(_, let bytes)) = line.payload else { return }
    let id = (try? StoredScorecard(payload: bytes, seq: line.event.seq))?.id
    guard let id, line.event.facts["id"]?.text == id else {
      throw refused(line.event.seq, "its id is not that of the scorecard in its payload")
    }
  }

  private func flush() throws {
    guard !pending.isEmpty else { return }
    let lines = pending
    pending.removeAll()
    pendingBytes = 0
    let known = try lines.prefix { line in try isKnown(line) }.count
    report.read += Int64(known)
    report.known += Int64(known)
    let new = lines.dropFirst(known)
    if !new.isEmpty { try append(new) }
    try onCommit(report)
  }

  /// Whether the ledger holds the event; throws where it holds another.
  private func isKnown(_ line: EventLine) throws -> Bool {
    let seq = line.event.seq
    guard let leaf = try ledger.log.leafHash(at: seq) else { return false }
    guard line.event.computedLeaf() == line.event.leafHash else {
      throw refused(seq, "event \(seq) does not match its leaf hash: one of its fields was changed")
    }
    guard leaf == line.event.leafHash else {
      throw refused(
        seq, "event \(seq) is another than the one in \(ledger.folder.path); import into a new folder, with --ledger")
    }
    return true
  }

  private func append(_ lines: ArraySlice<EventLine>) throws {
    var position = lines.startIndex
    do {
      try ledger.write { writer in
        for index in lines.indices {
          position = index
          try writer.appender.adopt(lines[index].event, content(of: lines[index]))
        }
      }
    } catch let error as EventLogError where error.code == .refused || error.code == .newerFormat {
      // The transaction is undone whole; what stands before the line that was refused is taken in by itself.
      if position > lines.startIndex { try append(lines[..<position]) }
      throw refused(lines[position].event.seq, error.description)
    }
    report.read += Int64(lines.count)
    report.new += Int64(lines.count)
  }

  private func content(of line: EventLine) throws -> AdoptedPayload {
    switch line.payload {
    case .adopted(let payload): return payload
    case .leftOut:
      throw EventLogError(
        .refused, "the payload was left out of the file; export it again without --without-payloads")
    }
  }

  private func refused(_ line: Int64, _ reason: String) -> LedgerError {
    LedgerError(.badFile, "\(file):\(line): \(reason)\(line > 1 ? "; events 1 to \(line - 1) are in the ledger" : "")")
  }
}
