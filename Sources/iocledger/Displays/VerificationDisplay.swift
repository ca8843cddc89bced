import EventLog
import Events
import Output

/// What `verify` tells people.
enum VerificationDisplay {
  static func lines(_ result: Verification) -> [StyledText] {
    guard result.isSound else { return broken(result) }
    var payloads = result.payloads.counted("payload")
    if result.payloadBytes > 0 { payloads += " (\(result.payloadBytes.byteSize))" }
    if result.erasedPayloads > 0 { payloads += ", \(result.erasedPayloads.grouped) of them erased" }
    return [
      StyledText("sound", Style.green.bold) + StyledText(": \(result.events.counted("event")) and \(payloads) checked"),
      StyledText("root ", .dim) + StyledText(result.root?.description ?? ""),
    ]
  }

  private static func broken(_ result: Verification) -> [StyledText] {
    var lines = [StyledText("not sound", Style.red.bold) + StyledText(": \(result.reason ?? "")")]
    if let seq = result.firstBadSeq {
      lines.append(
        StyledText(
          "the first bad event is \(seq); the \(result.events.counted("event")) before it can be trusted", .dim))
    }
    return lines
  }
}
