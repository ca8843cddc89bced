import EventLog
import Events
import JSON
import Ledger
import Output
import Time

/// An event with what it keeps apart.
struct EventItem: Sendable {
  var event: RecordedEvent
  var payload: Payload
  /// Who erased the payload, where that was done.
  var erasure: ErasureRecord?
  /// The event that superseded what it says, or ended it.
  var successor: Int64?
}

/// What `events` shows.
enum EventDisplay {
  static func display(_ session: Session, withPayload: Bool) -> ListDisplay<EventItem> {
    let (terminal, now) = (session.terminal, session.now)
    var fields = [
      "seq", "event_id", "type", "indicator.kind", "indicator.value", "source", "actor", "observed_at", "received_at",
      "recorded_at", "leaf_hash", "stream.kind", "stream.value", "version", "schema_version", "tlp", "correlation_id",
      "causation_seq", "facts", "payload_hash", "superseded_by",
    ]
    var columns: [Column<EventItem>] = [
      Column("seq", alignment: .trailing) { StyledText("\($0.event.seq)") },
      Column("recorded", style: .dim, priority: 3) { StyledText(terminal.text($0.event.recordedAt, now: now)) },
      Column("type") { StyledText($0.event.type.rawValue, .cyan) },
      Column("about", minimumWidth: 16) { StyledText(about($0.event.stream)) },
      Column("source", priority: 1, minimumWidth: 8) { StyledText($0.event.source) },
      Column("observed", style: .dim, priority: 4) { StyledText(terminal.text($0.event.observedAt, now: now)) },
      Column("actor", style: .dim, priority: 5) { StyledText($0.event.actor) },
      Column("facts", priority: 2, minimumWidth: 16) { facts($0) },
    ]
    if withPayload {
      fields += ["payload", "payload_encoding", "erasure.seq", "erasure.at", "erasure.actor", "erasure.reason"]
      columns.append(Column("payload", priority: 6, minimumWidth: 16) { StyledText(text($0, now: now, terminal)) })
    }
    return ListDisplay(
      fields: fields,
      payload: { item in
        item.event.json(supersededBy: item.successor, with: withPayload ? (item.payload, item.erasure) : nil)
      },
      columns: columns)
  }

  private static func facts(_ item: EventItem) -> StyledText {
    let words = StyledText(item.event.facts.words)
    guard let successor = item.successor else { return words }
    return words + StyledText("\(words.plain.isEmpty ? "" : "; ")superseded by event \(successor)", .yellow)
  }

  private static func about(_ stream: StreamKey) -> String {
    stream.indicator != nil || stream.isEntity ? stream.value : "the ledger's \(stream.value)s"
  }

  private static func text(_ item: EventItem, now: Timestamp, _ terminal: Terminal) -> String {
    switch item.payload {
    case .none: ""
    case .erased:
      item.erasure.map {
        "erased \(terminal.text($0.at, now: now)) by \($0.actor) (event \($0.seq))"
          + ($0.reason.map { ": \($0)" } ?? "")
      } ?? "erased"
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    }
  }
}
