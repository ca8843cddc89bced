import Events
import Ledger
import Output

/// What `events --proof` and `verify --proof` show.
enum ProofDisplay {
  /// Proofs are for programs; there is no table of them.
  static var display: ListDisplay<EventProof> { ListDisplay(fields: [], payload: \.json, columns: []) }

  static let rows = ObjectWriter.Rows.elements(
    of: "proofs",
    fields: ["ok", "reason", "seq", "leaf_hash", "index", "tree_size", "root", "origin", "signature", "key"])

  static func lines(_ check: EventProofCheck) -> [StyledText] {
    guard check.isProven, let event = check.event, let checkpoint = check.checkpoint else {
      let subject = check.event.map { "event \($0.seq): " } ?? ""
      return [StyledText("not proven", Style.red.bold) + StyledText(": \(subject)\(check.reason ?? "")")]
    }
    return [
      StyledText("proven", Style.green.bold)
        + StyledText(": event \(event.seq) is in the log \(checkpoint.origin) of \(checkpoint.size.counted("event"))"),
      StyledText("event ", .dim)
        + StyledText("\(event.type) about \(event.stream.value), by \(event.source), recorded \(event.recordedAt)"),
      StyledText("facts ", .dim)
        + StyledText(event.facts.entries.map { "\($0.name) \($0.value.plainText)" }.joined(separator: ", ")),
      StyledText("root ", .dim) + StyledText(checkpoint.root.description),
      signature(check),
    ]
  }

  private static func signature(_ check: EventProofCheck) -> StyledText {
    switch check.signature {
    case .verified: StyledText("signed by ", .dim) + StyledText(check.key?.description ?? "")
    case .embeddedKey:
      StyledText(
        "the signature was checked only against the key inside the proof; give the true one with --key: ", .yellow)
        + StyledText(check.key?.description ?? "")
    case .unchecked:
      StyledText("the signature was not checked: the proof names no key; give one with --key", .yellow)
    }
  }
}
