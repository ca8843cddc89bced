import Events
import SQLite
import Time

extension EventLog {
  /// Reads everything and recomputes every hash.
  ///
  /// Finds: events that were changed, removed, added or moved; dictionary rows, payloads, the frontier and kept
  /// subtree roots that do not fit; a cut tail; guards that are missing or were rewritten; a damaged file. Never
  /// throws for any of these: the first fault is the answer, a fault of an event before one without a position.
  /// `progress` hears the position every 4,096 events.
  public func verify(payloads: Bool = true, progress: (Int64) -> Void = { _ in }) -> Verification {
    var verifier = Verifier(log: self)
    do {
      try read { try verifier.run(payloads: payloads, progress: progress) }
    } catch let fault as Verifier.Fault {
      verifier.result.firstBadSeq = fault.seq
      verifier.result.reason = fault.reason
    } catch {
      verifier.result.firstBadSeq = verifier.result.events + 1
      verifier.result.reason = "the file is damaged after event \(verifier.result.events) (\(error)); restore a backup"
    }
    return verifier.result
  }

  /// Opens a ledger's log for reading and verifies it; a file that cannot even be opened is a finding too.
  ///
  /// Throws where there is no ledger at all, or its log may not be read by this user.
  public static func verify(
    _ folder: LedgerFolder, payloads: Bool = true, progress: (Int64) -> Void = { _ in }
  ) throws -> Verification {
    let log: EventLog
    do {
      log = try EventLog(folder, access: .readOnly, now: Timestamp(milliseconds: 0))
    } catch let error as EventLogError where Files.exists(folder.log) && error.isAboutContents {
      return Verification(events: 0, reason: error.description)
    }
    return log.verify(payloads: payloads, progress: progress)
  }
}

extension EventLogError {
  /// Whether the trouble lies in what the file holds, rather than in getting at it.
  fileprivate var isAboutContents: Bool {
    switch code {
    case .notALedger, .editedMigration, .damaged, .refused: true
    case .newerFormat, .locked, .readOnly, .diskFull, .inputOutput, .permission, .notDurable: false
    }
  }
}
