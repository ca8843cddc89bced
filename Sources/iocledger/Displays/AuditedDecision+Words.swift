import EventLog
import Events
import Ledger
import Output
import Time

extension AuditedDecision {
  /// What was decided, and what was written with it, in words.
  var words: String {
    let written = isErased ? "(its text was erased)" : text
    return [decided, written].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ": ")
  }

  private var decided: String {
    let facts = event.facts
    switch event.type {
    case .judgementSet:
      let score = facts["score"]?.integer.map { ", score " + ScoreText(hundredths: Int(clamping: $0)).text }
      let end = facts["expires"]?.integer.map { ", until \(Timestamp(milliseconds: $0))" }
      return (facts["verdict"]?.text ?? "") + (score ?? "") + (end ?? "")
    case .trafficLightSet: return "TLP:" + (facts["tlp"]?.text?.uppercased() ?? "")
    case .labelAdded, .labelRemoved: return facts["label"]?.text ?? ""
    case .noteAdded: return ""
    case .observationRetracted where !concerns.isEmpty, .observationRestored where !concerns.isEmpty,
      .payloadErased where !concerns.isEmpty:
      return (concerns.count == 1 ? "event " : "events ") + concerns.map(String.init).joined(separator: ", ")
    default: return facts.words
    }
  }
}
