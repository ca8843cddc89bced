import EventLog
import Events
import Indicators
import Interchange
import Time
import Views

/// Takes one input into a ledger, a batch at a time: read first, then append under the lock, then acknowledge.
///
/// A batch ends after 1,000 items or 200 ms; the lock is never held while waiting for input.
public final class Intake {
  /// What has become of the input so far; all of it is durable.
  public private(set) var report = IntakeReport()
  private let ledger: Ledger
  private let options: IntakeOptions
  private let file: String
  private var pending: [IntakeItem] = []
  private var pendingSince: Timestamp?
  private var line: Int64 = 0
  private var fileDate: Timestamp?
  private let correlation: EventID
  /// What the last batch has stated.
  private var stated = Set<IntakeBatch.Stated>()
  /// Called after every commit, with everything in the report acknowledged.
  public var onCommit: (IntakeReport) throws -> Void = { _ in }

  static let batchItems = 1000
  static let batchMilliseconds: Int64 = 200

  /// Begins with nothing read.
  ///
  /// `file` is the name for messages. What `earlier` inputs held is not counted once more as new or known.
  public init(_ ledger: Ledger, options: IntakeOptions, file: String, after earlier: IntakeReport = IntakeReport()) {
    report.touched = earlier.touched
    report.fresh = earlier.fresh
    report.relationships = earlier.relationships
    self.ledger = ledger
    self.options = options
    self.file = file
    correlation = EventID(at: ledger.context.now(), entropy: ledger.context.entropy())
  }

  /// Reads to the end of the input.
  ///
  /// What was read before an error stays: it is committed before the error is thrown.
  public func run(_ reader: any IntakeReader) throws {
    var reader = reader
    do {
      while let item = try reader.next() { try take(item) }
    } catch {
      try flush()
      throw error
    }
    try flush()
  }

  /// Commits what is waiting if it has waited long enough; for inputs that pause.
  public func flushIfDue() throws {
    guard let pendingSince else { return try ledger.settleViews() }
    guard ledger.context.now().milliseconds - pendingSince.milliseconds >= Self.batchMilliseconds else { return }
    try flush()
  }

  private func take(_ item: IntakeItem) throws {
    if pending.isEmpty { pendingSince = ledger.context.now() }
    pending.append(item)
    // More is to come: the views can follow behind.
    if pending.count >= Self.batchItems { return try flush(ledger.writeAhead) }
    if pending.count % 64 == 0 { try flushIfDue() }
  }

  /// Appends everything that is waiting, in one transaction; then the views hold all of it.
  public func flush() throws {
    if pending.isEmpty { try ledger.settleViews() } else { try flush(ledger.write) }
  }

  private func flush(_ write: ((Writer) throws -> Void) throws -> Void) throws {
    let items = pending
    var next = report
    var date = fileDate
    var stated = Set<IntakeBatch.Stated>()
    try write { writer in
      var batch = IntakeBatch(
        writer, options, correlation: correlation, fileDate: date, statedBefore: self.stated)
      for item in items { try batch.take(item, file: file, &next) }
      next.seq = writer.appender.head
      date = batch.fileDate
      stated = batch.stated
    }
    // Only now is it true.
    pending.removeAll(keepingCapacity: true)
    pendingSince = nil
    fileDate = date
    self.stated = stated
    report = next
    try onCommit(report)
  }
}
