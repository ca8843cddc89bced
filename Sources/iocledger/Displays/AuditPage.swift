import EventLog
import Events
import Indicators
import Ledger
import Output
import Scoring
import Time

/// What `report audit` writes: the answer first, then what it rests on, then the proof.
struct AuditPage {
  let report: AuditReport

  var document: Document {
    Document(
      title: ["Audit of ", .code(indicator.value)],
      blocks: question + warnings + contributions + history + decisions + lookups + events + AuditProof(report).blocks
        + scorecard + AuditFramework.blocks + repetition)
  }

  private var explanation: ExplanationReport { report.explanation }
  private var indicator: (value: String, kind: String) {
    (explanation.indicator.value, explanation.indicator.kind.rawValue)
  }

  // MARK: The answer

  private var question: [Document.Block] {
    let score = explanation.explanation.score
    let standing = report.standing
    var facts: [(name: String, value: [Document.Inline])] = [
      ("Indicator", [.code(indicator.value), .text(", \(indicator.kind)")]),
      ("Score and verdict", [.strong(score.text), " ", .verdict(score.verdict)]),
      (
        "With what was known",
        [.text("up to event \(explanation.asAt)" + (report.knownAt.map { ", recorded \($0)" } ?? ""))]
      ),
      ("As of", [.time(explanation.asOf.rfc3339)]),
      ("Scorecard in force", [.text(explanation.scorecard.name + ", "), .code(explanation.scorecard.id)]),
      ("Marking", [.text(standing.trafficLight.map { "TLP:" + $0.name.uppercased() } ?? "none stated")]),
      ("Labels", [.text(standing.labels.isEmpty ? "none" : standing.labels.joined(separator: ", "))]),
      ("Tags by the scorecard", [.text(standing.tags.isEmpty ? "none" : standing.tags.joined(separator: ", "))]),
    ]
    if let judgement = standing.judgement {
      let end = judgement.expires.map { " until \($0)" } ?? ""
      facts.append(
        ("Judgement in force", [.verdict(judgement.verdict), .text(" by an analyst, event \(judgement.seq)\(end)")]))
    }
    facts.append(("Ledger", [.code(report.ledger)]))
    return [
      .paragraph([
        .text(
          "Why was this scored so at that moment, with what was known then? Everything below is read from the ledger's "
            + "append-only log as it stood at that event; what was recorded later plays no part.")
      ]), .facts(facts),
    ]
  }

  private var warnings: [Document.Block] {
    let remedy: [Document.Inline] = ["Sign one with ", .code("iocledger checkpoint"), " and make the report again."]
    guard let checkpoint = report.checkpoint else {
      return [.warning(["No checkpoint covers these events, so none of them is proved here. "] + remedy)]
    }
    guard report.unproven > 0 else { return [] }
    return [
      .warning(
        [
          .text(
            "\(report.unproven) of these \(report.events.count) events were recorded after the \(checkpoint.head.size) that "
          ), .code(checkpoint.file), " covers, and are not proved here. ",
        ] + remedy)
    ]
  }

  // MARK: What it rests on

  private var contributions: [Document.Block] {
    let parts = explanation.explanation.contributions
    guard !parts.isEmpty else {
      return [.heading("What makes up the score"), .paragraph(["No source says anything that these rules weigh."])]
    }
    let score = explanation.explanation.score
    let rows: [[[Document.Inline]]] = parts.map { part in
      [
        [.text(ScoreText(hundredths: Int(part.points)).difference)], [.text(part.source)], [.text(part.signal)],
        [.text(part.value.plainText)], [.number(part.belief)], [.number(part.weight)], [.number(part.decay)],
        [.number(part.ageDays, decimals: 1)], [.text(part.group)], [.text(part.seq.map(String.init) ?? "")],
      ]
    }
    let sum: [[Document.Inline]] = [[.strong(score.text)], [.strong("= score")], [.verdict(score.verdict)]]
    return [
      .heading("What makes up the score"),
      .paragraph([
        .text(
          "The points add up to the score exactly. Belief is what the value means under the scorecard times the weight of its "
            + "source, from -1 for benign to 1 for malicious; decay is the part of it that is left at that age. What says "
            + "the same as something stronger of its group counts 0.")
      ]),
      .table(
        Document.Table(
          "Contributions",
          columns: [
            ("Points", .number), ("Source", .text), ("Signal", .text), ("Value", .text), ("Belief", .number),
            ("Weight", .number), ("Decay", .number), ("Age in days", .number), ("Group", .text), ("Event", .number),
          ], rows: rows + [sum + Array(repeating: [], count: 7)])),
    ]
  }

  private var history: [Document.Block] {
    guard !report.history.points.isEmpty else { return [] }
    let rows: [[[Document.Inline]]] = report.history.points.map { point in
      [
        [.time(point.at.rfc3339)], [.text(point.score.text)], [.verdict(point.score.verdict)],
        [.text(point.cause.name)], [.text(point.source ?? "")], [.text(point.seq.map(String.init) ?? "")],
        [.text(point.scorecardName)],
      ]
    }
    return [
      .heading("How the score moved"),
      .paragraph([
        .text(
          "As the ledger believed at each time, under the rules of that time. A change without an event is decay: the "
            + "score crossed from one verdict into another as evidence aged.")
      ]), .chart(HistoryDrawing.chart(report.history)),
      .table(
        Document.Table(
          "Changes of score or verdict",
          columns: [
            ("At", .text), ("Score", .number), ("Verdict", .text), ("Cause", .text), ("Source", .text),
            ("Event", .number),
            ("Rules", .text),
          ], rows: rows)),
    ]
  }

  private var decisions: [Document.Block] {
    guard !report.decisions.isEmpty else {
      return [.heading("Who decided what"), .paragraph(["Nobody judged, noted, labelled or marked it by then."])]
    }
    let rows: [[[Document.Inline]]] = report.decisions.map {
      [
        [.text("\($0.event.seq)")], [.time($0.event.recordedAt.rfc3339)], [.text($0.event.actor)],
        [.text($0.event.type.rawValue)], [.text($0.words)],
      ]
    }
    return [
      .heading("Who decided what"),
      .table(
        Document.Table(
          "Judgements, notes, labels, markings, sightings, retractions and erasures",
          columns: [("Event", .number), ("Recorded", .text), ("Who", .text), ("What", .text), ("Said", .text)],
          rows: rows)),
    ]
  }

  private var lookups: [Document.Block] {
    let sent = report.lookups.filter(\.isDisclosure)
    let named = Set(sent.map(\.connector)).sorted()
    var blocks: [Document.Block] = [
      .heading("To whom the indicator was sent"),
      .paragraph([
        sent.isEmpty
          ? "By then it had been sent to nobody."
          : .text(
            "By then it had been sent \(sent.count.counted("time")), to \(named.joined(separator: ", ")). A lookup is "
              + "recorded before its first byte leaves, and counts as sent from then on.")
      ]),
    ]
    guard !report.lookups.isEmpty else { return blocks }
    let rows: [[[Document.Inline]]] = report.lookups.map { lookup in
      [
        [.text("\(lookup.seq)")], [.time(lookup.at.rfc3339)], [.text(lookup.connector)], [.text(lookup.actor)],
        Self.outcome(lookup.outcome), [.text(lookup.outcomeSeq.map(String.init) ?? "")],
      ]
    }
    blocks.append(
      .table(
        Document.Table(
          "Lookups made, failed and withheld",
          columns: [
            ("Event", .number), ("When", .text), ("Vendor", .text), ("By", .text), ("What became of it", .text),
            ("Outcome in event", .number),
          ], rows: rows)))
    return blocks
  }

  private static func outcome(_ outcome: AuditedLookup.Outcome) -> [Document.Inline] {
    switch outcome {
    case .answered(let status): [.text("sent, answered: \(status.rawValue)")]
    case .failed(let reason): [.text("sent, failed: \(reason)")]
    case .refused: ["sent, refused for the time being"]
    case .open: ["counts as sent; nothing recorded by then"]
    case .withheld(let reason): [.strong("withheld"), .text(", not sent: \(reason)")]
    }
  }

  private var events: [Document.Block] {
    let rows: [[[Document.Inline]]] = report.events.map { item in
      let event = item.event
      return [
        [.text("\(event.seq)")], [.time(event.recordedAt.rfc3339)], [.time(event.observedAt.rfc3339)],
        [.time(event.receivedAt.rfc3339)], [.text(event.type.rawValue)], [.text(event.source)], [.text(event.actor)],
        [.text(event.facts.words)] + (undoings[event.seq] ?? []),
        [.code(event.leafHash.description)], [.text(item.inclusion == nil ? "no" : "yes")],
      ]
    }
    return [
      .heading("The events"),
      .paragraph([
        .text(
          "Everything the log holds about the indicator up to then, vendors' refusals of its lookups, and what put the "
            + "scorecard in force. Recorded is when it was appended, observed when the source says it was true, received "
            + "when we got it.")
      ]),
      .table(
        Document.Table(
          "Events, oldest first",
          columns: [
            ("Event", .number), ("Recorded", .text), ("Observed", .text), ("Received", .text), ("Type", .text),
            ("Source", .text), ("Actor", .text), ("Facts", .below), ("Leaf hash", .text), ("Proved", .text),
          ], rows: rows)),
    ]
  }

  /// What became of events later: one that was taken back is still in the log, and does not count.
  private var undoings: [Int64: [Document.Inline]] {
    var undoings: [Int64: [Document.Inline]] = [:]
    for decision in report.decisions {
      let deed: String? =
        switch decision.event.type {
        case .observationRetracted: "retracted by event"
        case .observationRestored: "restored by event"
        case .payloadErased: "payload erased by event"
        default: nil
        }
      guard let deed else { continue }
      for seq in decision.concerns {
        undoings[seq, default: []] += ["; ", .strong("\(deed) \(decision.event.seq)")]
      }
    }
    for (seq, successor) in report.successors {
      undoings[seq, default: []] += ["; ", .strong("superseded by event \(successor)")]
    }
    return undoings
  }

  private var scorecard: [Document.Block] {
    let scorecard = explanation.scorecard
    var facts: [(name: String, value: [Document.Inline])] = [
      ("Name", [.text(scorecard.name)]), ("Id", [.code(scorecard.id)]),
    ]
    if let event = report.publication {
      facts.append(("Published", [.text("event \(event.seq), \(event.recordedAt), by \(event.actor)")]))
    }
    if let event = report.activation {
      facts.append(("Put in force", [.text("event \(event.seq), \(event.recordedAt), by \(event.actor)")]))
    }
    for list in scorecard.lists {
      facts.append(
        ("Allow list \(list.name)", ["SHA-256 ", .code(Digest(hashing: Array(list.text.utf8)).description)]))
    }
    return [
      .heading("The scorecard then in force"),
      .paragraph(["Its id is the SHA-256 of its text and of the lists it names."]), .facts(facts),
      .preformatted(scorecard.text),
    ]
  }

  private var repetition: [Document.Block] {
    let quoted =
      "'" + indicator.value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    let point = "--as-at \(explanation.asAt) --as-of \(explanation.asOf)"
    var blocks: [Document.Block] = [
      .heading("To repeat it"),
      .preformatted(
        ["explain", "history", "events", "report audit"].map { "iocledger \($0) \(quoted) \(point)" }
          .joined(separator: "\n")),
    ]
    if let checkpoint = report.checkpoint {
      blocks.append(
        .paragraph([
          "The report proves against the newest checkpoint there is then; with ", .code("--checkpoint"), " and ",
          .code(checkpoint.file), " of the ledger's ", .code("checkpoints"),
          " folder it gives this page again.",
        ]))
    }
    return blocks
  }
}

extension Document.Inline {
  static func verdict(_ verdict: Verdict) -> Document.Inline {
    let tone: Document.Tone =
      switch verdict {
      case .malicious: .bad
      case .suspicious: .warning
      case .benign: .good
      case .unknown: .neutral
      }
    return .badge(verdict.name, tone)
  }

  /// A number with so many decimals, the same on every machine; nothing where there is none.
  static func number(_ value: Double?, decimals: Int = 3) -> Document.Inline {
    guard let value, value.isFinite, abs(value) < 1e12 else { return "" }
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    let digits = String(Int64((abs(value) * scale).rounded()))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = value < 0 && digits.contains { $0 != "0" } ? "-" : ""
    return .text(sign + padded.dropLast(decimals) + "." + padded.suffix(decimals))
  }
}
