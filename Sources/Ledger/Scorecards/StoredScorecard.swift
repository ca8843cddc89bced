import JSON
import Scoring

/// A scorecard with the lists it names, as `scorecard.published` keeps it in its payload.
///
/// Frozen: the payload is the JSON object `{"scorecard": text, "lists": {name: text}}`, lists in the order of names.
struct StoredScorecard {
  let scorecard: Scorecard

  /// The SHA-256 of its text and lists.
  var id: String { scorecard.id }

  init(_ scorecard: Scorecard) { self.scorecard = scorecard }

  init(payload: [UInt8], seq: Int64) throws {
    let value = try JSONValue(parsing: payload)
    guard let text = value["scorecard"]?.string else {
      throw LedgerError(.badFile, "the scorecard published by event \(seq) cannot be read; run 'iocledger verify'")
    }
    var lists: [String: String] = [:]
    for member in value["lists"]?.object?.members ?? [] { lists[member.name] = member.value.string }
    scorecard = try Scorecard(published: text, lists: lists, file: "scorecard published by event \(seq)")
  }

  var payload: [UInt8] {
    var lists = JSONObject()
    for list in scorecard.lists { lists.append(list.name, .string(list.text)) }
    return Array(JSONValue.object(["scorecard": .string(scorecard.text), "lists": .object(lists)]).text().utf8)
  }
}
