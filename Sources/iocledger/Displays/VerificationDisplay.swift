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
      StyledText("head ", .dim) + StyledText("event \(result.events)"),
      StyledText("root ", .dim) + StyledText(result.root?.description ?? ""),
    ] + checkpoints(verification) + anchors(verification)
  }

  /// Which events a checkpoint holds fast; of many, the ranges between the first and the last two as one.
  private static func anchors(_ verification: LedgerVerification) -> [StyledText] {
    var anchors = verification.anchors
    let (first, last) = (anchors.first, anchors.last)
    var lines: [StyledText] = []
    if anchors.count > 5, let first, let last {
      let others = anchors[1..<anchors.count - 1]
      let range = text(others[1].events.lowerBound...last.events.lowerBound - 1)
      lines = [line(first), StyledText("\(range) anchored by \(others.count.counted("checkpoint"))"), line(last)]
      anchors = []
    }
    lines += anchors.map(line)
    if let rest = verification.unanchored { lines.append(StyledText("\(text(rest)) not anchored yet", .yellow)) }
    return lines
  }

  private static func line(_ anchor: LedgerVerification.Anchor) -> StyledText {
    StyledText("\(text(anchor.events)) anchored by \(anchor.file)")
  }

  private static func text(_ range: ClosedRange<Int64>) -> String { "\(range.lowerBound)…\(range.upperBound)" }

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
