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
}
