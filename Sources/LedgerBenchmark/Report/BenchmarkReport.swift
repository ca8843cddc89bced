import JSON

/// Everything that was measured.
struct BenchmarkReport {
  var machine: Machine
  /// What the generated ledger holds, for who wants to compare.
  var ledger: JSONObject = [:]
  var rows: [BenchmarkRow] = []
  var skipped: [SkippedRow] = []
  /// Peak memory of commands, in bytes.
  var memory: [(command: String, bytes: Int64)] = []

  var json: JSONValue {
    [
      "machine": machine.json, "ledger": .object(ledger), "rows": .array(rows.map(\.json)),
      "memory": .array(memory.map { ["command": .string($0.command), "peak_bytes": .integer($0.bytes)] }),
      "not_measured": .array(skipped.map { ["name": .string($0.name), "reason": .string($0.reason)] }),
    ]
  }

  /// A table for people.
  var text: String {
    var lines = [["", "figure", "unit", "spread", "yardstick", "ratio", "asked", ""]]
    for row in rows {
      let asked =
        switch row.wanted {
        case nil: ""
        case .ratio(let least): "≥ \(short(least)) ×"
        case .atMost(let most): "≤ \(short(most))"
        }
      lines.append([
        row.name, short(row.figure), row.unit, "±\(Int((row.spread * 100).rounded())) %",
        row.yardstick.map(short) ?? "", row.ratio.map { "\(short($0)) ×" } ?? "", asked,
        row.isReached.map { $0 ? "reached" : "missed" } ?? "",
      ])
    }
    lines += skipped.map { [$0.name, "not measured: \($0.reason)"] }
    var text = "\(machine.summary)\n\n\(Self.table(lines, rightAligned: [1, 3, 4, 5, 6]))"
    if !memory.isEmpty {
      let rows = memory.map { [$0.command, "\($0.bytes >> 20) MB"] }
      text += "\n" + Self.table([["peak memory", ""]] + rows, rightAligned: [1])
    }
    return text
  }

  static func table(_ lines: [[String]], rightAligned: Set<Int>) -> String {
    // A line of two cells says why there are no more; it does not widen the second column.
    let full = lines.filter { $0.count == lines[0].count }
    let widths = lines[0].indices.map { column in
      max(full.map { $0[column].count }.max() ?? 0, column == 0 ? lines.map { $0[0].count }.max() ?? 0 : 0)
    }
    return lines.map { line in
      let cells = line.indices.map { column in
        let padding = String(repeating: " ", count: max(0, widths[column] - line[column].count))
        let isRight = rightAligned.contains(column) && line.count == lines[0].count
        return isRight ? padding + line[column] : line[column] + padding
      }
      var text = cells.joined(separator: "  ")
      while text.last == " " { text.removeLast() }
      return text + "\n"
    }.joined()
  }
}

/// Three significant digits, thousands separated: `48,300`, `0.512`, `12.4`.
func short(_ number: Double) -> String {
  guard number != 0, number.isFinite else { return "0" }
  var scale = 1.0
  while abs(number) * scale < 100 { scale *= 10 }
  while abs(number) * scale >= 1000 { scale /= 10 }
  let rounded = (number * scale).rounded() / scale
  guard abs(rounded) < 1000 else {
    var digits = String(Int(abs(rounded)))
    var parts: [String] = []
    while digits.count > 3 {
      parts.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (rounded < 0 ? "-" : "") + ([digits] + parts).joined(separator: ",")
  }
  if rounded == rounded.rounded() { return String(Int(rounded)) }
  return String(rounded)
}
