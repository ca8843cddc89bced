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
  public internal(set) var report = IntakeReport()
  let ledger: Ledger
  let options: IntakeOptions
  private let file: String
  private var pending: [IntakeItem] = []
  private var pendingSince: Timestamp?
  private var line: Int64 = 0
  private(set) var fileDate: Timestamp?
  /// The id that all events of the run share.
  public let batch: EventID
  let rehearsal: IntakeRehearsal?
  /// What the last batch has stated.
  private var stated = Set<IntakeBatch.Stated>()
  /// Of what objects have spoken in it.
  private var places = ObjectPlaces()
  /// The streams that statements of the input are about, where the input is a whole list.
  private(set) var listed = IdentifierSet()
  /// Called after every commit, with everything in the report acknowledged.
  public var onCommit: (IntakeReport) throws -> Void = { _ in }
  /// Called before that with what became of each unit of the batch, where somebody wants to know.
  public var onFates: (([UnitFate]) throws -> Void)?

  static let batchItems = 1000
  static let batchMilliseconds: Int64 = 200

  /// Begins with nothing read.
  ///
  /// `file` is the name for messages; `batch` the id of a run that earlier inputs belong to as well. With a `rehearsal`
  /// nothing is recorded.
  public init(
    _ ledger: Ledger, options: IntakeOptions, file: String, batch: EventID? = nil, rehearsal: IntakeRehearsal? = nil
  ) {
    self.ledger = ledger
    self.options = options
    self.file = file
    self.rehearsal = rehearsal
    self.batch = batch ?? EventID(at: ledger.context.now(), entropy: ledger.context.entropy())
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
      if options.isSnapshot { report.snapshot = SnapshotReport(obstacle: "the input could not be read to its end") }
      throw error
    }
    try flush()
    if options.isSnapshot { try delistAbsent() }
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
    if pending.count >= Self.batchItems {
      return try flush { body in try ledger.writeAhead { try body($0) } }
    }
    if pending.count % 64 == 0 { try flushIfDue() }
  }

  /// Appends everything that is waiting, in one transaction; then the views hold all of it.
  public func flush() throws {
    if pending.isEmpty { return try ledger.settleViews() }
    try flush { body in try ledger.write { try body($0) } }
  }

  private func flush(_ write: ((any IntakeRecorder) throws -> Void) throws -> Void) throws {
    let items = pending
    var next = report
    var date = fileDate
    var stated = Set<IntakeBatch.Stated>()
    var fates: [UnitFate] = []
    var places = ObjectPlaces()
    func record(_ recorder: any IntakeRecorder) throws {
      var batch = IntakeBatch(
        recorder, options, correlation: self.batch, fileDate: date, statedBefore: self.stated, placesBefore: self.places
      )
      for item in items {
        var outcome = try batch.take(item)
        if options.isSnapshot, case .statement = item, let id = outcome.stream, id > 0 { _ = listed.insert(id) }
        if rehearsal != nil { outcome.seq = nil }
        guard let fate = next.count(item, outcome, in: file, asksForFate: onFates != nil) else { continue }
        if onFates != nil { fates.append(fate) }
      }
      next.seq = rehearsal == nil ? recorder.lastSeq : try ledger.head()
      date = batch.fileDate
      stated = batch.stated
      places = batch.places.forNextBatch(keepsAll: rehearsal != nil)
    }
    if let rehearsal {
      try rehearsal.refresh()
      try record(rehearsal)
    } else {
      try write(record)
    }
    // Only now is it true.
    pending.removeAll(keepingCapacity: true)
    pendingSince = nil
    fileDate = date
    self.stated = stated
    self.places = places
    report = next
    try onFates?(fates)
    try onCommit(report)
  }
}
