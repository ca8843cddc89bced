import Interchange

/// What became of an input: `read` = `new` + `known` + `rejectedTotal` + `setAsideTotal` + `skipped`, to the unit.
///
/// A unit is a statement, a sighting, an entity, a relationship, a part that could not be taken in, one that was set
/// aside, or one that states nothing.
public struct IntakeReport: Hashable, Sendable {
  /// How many units were read.
  public internal(set) var read: Int64 = 0
  /// How many said the first that the ledger holds about something.
  public internal(set) var new: Int64 = 0
  /// How many others were taken in: they say more about what it held, or what it knew.
  public internal(set) var known: Int64 = 0
  /// How many state nothing: comments, blanks, headers, objects that are not kept.
  public internal(set) var skipped: Int64 = 0
  /// The same by the reason.
  public internal(set) var skippedBy: [Skip.Reason: Int64] = [:]
  /// The first thousand parts that could not be taken in.
  public internal(set) var rejected: [RejectedLine] = []
  /// How many there were altogether.
  public internal(set) var rejectedTotal: Int64 = 0
  /// The first thousand values that the input only cites.
  public internal(set) var setAside: [RejectedLine] = []
  /// How many there were altogether.
  public internal(set) var setAsideTotal: Int64 = 0
  /// Cells that could not be read, in rows that were taken in without them: the first of each column of each file.
  public internal(set) var ignored: [RejectedLine] = []
  /// How many events were appended.
  public internal(set) var events: Int64 = 0
  /// What was delisted, where the input was the source's whole list.
  public internal(set) var snapshot: SnapshotReport?
  /// What became of the first thousand units, one by one.
  public internal(set) var fates: [UnitFate] = []
  /// The last line up to which everything is durable.
  public internal(set) var committedLines: Int64 = 0
  /// The log's last position then.
  public internal(set) var seq: Int64 = 0
  /// The ids of the streams of the indicators in the input, in the order of their ids.
  public var indicators: [Int64] { touched.ids }
  /// How many units were taken in.
  public var accepted: Int64 { new + known }

  /// How many of each list are kept.
  public static let kept = 1000

  private var touched = IdentifierSet()

  /// Nothing read yet.
  public init() {}

  /// Counts an item that was taken in or passed over; gives its fate where that is kept or `asksForFate`, and where it
  /// is a unit at all.
  mutating func count(
    _ item: IntakeItem, _ outcome: IntakeOutcome, in file: String, asksForFate: Bool
  ) -> UnitFate? {
    events += outcome.events
    // What a dry run would begin has no id.
    if let stream = outcome.stream, stream > 0 { _ = touched.insert(stream) }
    if case .ignored(let cell) = item { ignored.append(RejectedLine(cell, in: file)) }
    guard let line = outcome.line else { return nil }
    read += 1
    committedLines = max(committedLines, Int64(line))
    switch item {
    case .rejected(let rejection):
      rejectedTotal += 1
      if rejected.count < Self.kept { rejected.append(RejectedLine(rejection, in: file)) }
    case .setAside(let citation):
      setAsideTotal += 1
      if setAside.count < Self.kept { setAside.append(RejectedLine(citation, in: file)) }
    case .skipped(let skip):
      skipped += 1
      skippedBy[skip.reason, default: 0] += 1
    default:
      if outcome.isNew { new += 1 } else { known += 1 }
    }
    guard asksForFate || fates.count < Self.kept else { return nil }
    let fate = UnitFate(item, outcome, line: line, in: file)
    if fates.count < Self.kept { fates.append(fate) }
    return fate
  }

  /// Adds what became of another input.
  public mutating func add(_ other: IntakeReport) {
    read += other.read
    new += other.new
    known += other.known
    skipped += other.skipped
    skippedBy.merge(other.skippedBy, uniquingKeysWith: +)
    rejected += other.rejected.prefix(Self.kept - rejected.count)
    rejectedTotal += other.rejectedTotal
    setAside += other.setAside.prefix(Self.kept - setAside.count)
    setAsideTotal += other.setAsideTotal
    ignored += other.ignored
    events += other.events
    if let snapshot = other.snapshot { self.snapshot = self.snapshot?.adding(snapshot) ?? snapshot }
    fates += other.fates.prefix(Self.kept - fates.count)
    seq = max(seq, other.seq)
    touched.formUnion(other.touched)
  }
}

/// A part of a file that was not taken in.
public struct RejectedLine: Hashable, Sendable {
  /// The file's name as it was given.
  public var file: String
  /// The line it starts on, from 1.
  public var line: Int
  /// The text in question.
  public var text: String
  /// Why, and what to do.
  public var reason: String

  init(_ rejection: Rejection, in file: String) {
    self.file = file
    line = rejection.line
    text = rejection.text
    reason = rejection.reason
  }
}
