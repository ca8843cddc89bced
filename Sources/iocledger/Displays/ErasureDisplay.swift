import EventLog
import Events
import Ledger
import Output

/// What `erase` answers.
enum ErasureDisplay {
  static func write(_ report: ErasureReport, isDryRun: Bool, _ session: Session) throws {
    let rows = ObjectWriter.Rows.elements(
      of: "erased", fields: ["seq", "type", "about.kind", "about.value", "payload_hash", "bytes", "events", "erasure"])
    try session.object.write(report.json(isDryRun: isDryRun), rows: rows) { _ in lines(report, isDryRun: isDryRun) }
    for seq in report.plan.erasedBefore { session.messages.note("the payload of event \(seq) was erased before") }
    if report.plan.items.isEmpty { session.messages.note("there is nothing to erase") }
  }

  static func lines(_ report: ErasureReport, isDryRun: Bool) -> [StyledText] {
    report.plan.items.enumerated().flatMap { index, item in
      var words = "\(item.bytes.byteSize) of \(item.type.rawValue) about \(item.stream.value), event \(item.seq)"
      if report.erasures.indices.contains(index) { words += "; recorded as event \(report.erasures[index])" }
      var lines = [StyledText(isDryRun ? "would erase " : "erased ", .bold) + StyledText(words)]
      if item.events.count > 1 {
        let others = item.events.filter { $0 != item.seq }
        lines.append(StyledText("  shared with \(others.count.counted("event")): \(list(others))", .yellow))
      }
      return lines
    }
  }

  /// The positions, or the first of very many.
  private static func list(_ seqs: [Int64]) -> String {
    let shown = seqs.prefix(50).map(String.init).joined(separator: ", ")
    return seqs.count > 50 ? shown + " …" : shown
  }
}
