import EventLog
import Events
import Ledger
import Output

/// What `verify` tells people.
enum VerificationDisplay {
  /// What `verify` wrote in CSV before there were checkpoints, and goes on to.
  static let rows = ObjectWriter.Rows.fields([
    "ok", "events", "root", "first_bad_seq", "reason", "payloads", "erased_payloads", "payload_bytes",
  ])

  static func lines(_ verification: LedgerVerification) -> [StyledText] {
    let result = verification.log
    guard verification.isSound else { return broken(verification) }
    var payloads = result.payloads.counted("payload")
    if result.payloadBytes > 0 { payloads += " (\(result.payloadBytes.byteSize))" }
    if result.erasedPayloads > 0 { payloads += ", \(result.erasedPayloads.grouped) of them erased" }
    return [
      StyledText("sound", Style.green.bold) + StyledText(": \(result.events.counted("event")) and \(payloads) checked"),
      StyledText("root ", .dim) + StyledText(result.root?.description ?? ""),
    ] + checkpoints(verification)
  }

  private static func broken(_ verification: LedgerVerification) -> [StyledText] {
    var lines = [StyledText("not sound", Style.red.bold) + StyledText(": \(verification.reason ?? "")")]
    if let seq = verification.log.firstBadSeq {
      // A bad payload is found when all rows have been read: what comes after its event is not spoken of.
      let before = min(verification.log.events, seq - 1)
      lines.append(
        StyledText("the first bad event is \(seq); the \(before.counted("event")) before it can be trusted", .dim))
    }
    return lines + checkpoints(verification)
  }

  /// One line each where they are few; of many, those that failed and how many did not.
  private static func checkpoints(_ verification: LedgerVerification) -> [StyledText] {
    let all = verification.checkpoints
    let shown = all.count > 5 ? all.filter { $0.outcome != .extended } : all
    var lines = shown.map { check in
      let events = check.checkpoint.map { ", of \($0.size.counted("event"))" } ?? ""
      return StyledText("checkpoint ", .dim)
        + StyledText(words(check.outcome), check.outcome == .extended ? .green : .red)
        + StyledText(": \(check.file)\(events)")
    }
    if shown.count < all.count {
      lines.append(
        StyledText("checkpoints ", .dim) + StyledText("extended", .green)
          + StyledText(": \((all.count - shown.count).grouped)"))
    }
    return lines
  }

  private static func words(_ outcome: CheckpointCheck.Outcome) -> String {
    switch outcome {
    case .extended: "extended"
    case .truncated: "not reached"
    case .rewritten: "contradicted"
    case .badSignature: "badly signed"
    case .unknownKey: "signed by nobody known"
    case .otherOrigin: "of another log"
    case .malformed: "malformed"
    case .unchecked: "not compared"
    }
  }
}
