import JSON
import Output

/// What the commands answer that record an analyst's decision.
enum DecisionDisplay {
  /// Writes the positions of the events, and says in words what was done.
  static func write(_ seqs: [Int64], _ words: String, _ session: Session) throws {
    guard let last = seqs.last else { return }
    var answer: JSONObject = ["seq": .integer(last)]
    if seqs.count > 1 { answer.append("seqs", .array(seqs.map(JSONValue.integer))) }
    try session.object.write(.object(answer), rows: .fields(["seq"])) { _ in seqs.map { StyledText("\($0)") } }
    session.messages.note(words)
  }
}
