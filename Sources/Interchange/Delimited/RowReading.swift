import Events
import Indicators
import Time

extension ColumnLayout {
  /// What one row says: a statement for each of its indicators, and a rejection for each cell that should be one.
  func items(of row: [String], line: Int) -> [IntakeItem] {
    var items: [IntakeItem] = []
    var statement = template(of: row, line: line)
    if let range = range(of: row) {
      return range.blocks.map { block in
        statement.indicator = block.indicator
        return .statement(statement)
      }
    }
    // Where another column has the row's value, one for anything may hold a remark: `203.0.113.7,a server of APT 29`.
    var remarks: [IntakeItem] = []
    for column in values {
      guard let cell = cell(column.index, of: row) else { continue }
      for reading in readings(of: cell, kinds: column.kinds, row: row) {
        switch reading {
        case .success(let indicator):
          statement.indicator = indicator
          items.append(.statement(statement))
        case .failure(let error):
          let rejection = IntakeItem.rejected(Rejection(line: line, text: cell, reason: error.reason))
          if column.kinds.isEmpty, kind == nil { remarks.append(rejection) } else { items.append(rejection) }
        }
      }
    }
    if items.isEmpty { items = remarks }
    if items.isEmpty {
      let text = row.joined(separator: ",").cut(to: 200)
      items.append(.rejected(Rejection(line: line, text: text, reason: "the row has no value where others have one")))
    }
    return items
  }

  /// The first cell of the row that should be a time and is none, in a column that is not among the known ones.
  func unreadTime(in row: [String], besides known: Set<Int>) -> (column: Int, text: String)? {
    for column in [lastSeen, firstSeen].compactMap(\.self) where !known.contains(column) {
      if let cell = cell(column, of: row), Timestamp(parsingOrCounting: cell) == nil { return (column, cell) }
    }
    return nil
  }

  private struct CellError: Error {
    var reason: String
  }

  /// The indicators in a cell: one, or the parts of a composite such as `evil.example|192.0.2.1`.
  private func readings(of cell: String, kinds: [IndicatorKind], row: [String]) -> [Result<Indicator, CellError>] {
    let type = kind.flatMap { self.cell($0, of: row) }
    switch kinds.isEmpty ? type.flatMap(IndicatorTypeName.init) : .kinds(kinds) {
    case .kinds(let kinds): return [reading(cell, kinds)]
    case nil: return [reading(cell, [])]
    case .other:
      return [.failure(CellError(reason: "there is no indicator kind for the type '\((type ?? "").cut(to: 40))'"))]
    case .parts(let parts):
      let texts = cell.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      guard texts.count == parts.count else {
        return [.failure(CellError(reason: "the type asks for \(parts.count) parts joined by '|'"))]
      }
      return zip(texts, parts).filter { !$0.1.isEmpty }.map(reading)
    }
  }

  private func reading(_ text: String, _ kinds: [IndicatorKind]) -> Result<Indicator, CellError> {
    do throws(IndicatorError) {
      return .success(try Indicator(parsing: text, asOneOf: kinds))
    } catch {
      return .failure(CellError(reason: String(describing: error)))
    }
  }

  /// Everything that a row says about each of its indicators.
  private func template(of row: [String], line: Int) -> Statement {
    var signals: Facts = ["feed.listed": true]
    signals["feed.confidence"] = confidence.flatMap { cell($0, of: row) }.flatMap(Confidence.init)?.signal
    signals["feed.count"] = count.flatMap { cell($0, of: row) }.flatMap { UInt32($0) }.map { .integer(Int64($0)) }
    signals["feed.to_ids"] = toIDs.flatMap { cell($0, of: row) }.flatMap(Self.truth).map(SignalValue.bool)
    let firstSeen = firstSeen.flatMap { cell($0, of: row) }.flatMap { Timestamp(parsingOrCounting: $0) }
    let lastSeen = lastSeen.flatMap { cell($0, of: row) }.flatMap { Timestamp(parsingOrCounting: $0) }
    var labels = LabelList()
    for index in self.labels {
      if let cell = cell(index, of: row) { labels.add(cell: cell) }
    }
    let stated = trafficLight.flatMap { cell($0, of: row) }.flatMap { TrafficLight(parsing: $0) }
    return Statement(
      // Replaced by each indicator of the row.
      indicator: Indicator(.domain, canonical: ""), signals: signals, statedAt: lastSeen ?? firstSeen,
      firstSeen: firstSeen, lastSeen: lastSeen, labels: labels.labels,
      trafficLight: [stated, labels.trafficLight].compactMap(\.self).max(), line: line)
  }

  /// The text of a cell without white space around it; nil where there is none, or only a word that says so.
  private func cell(_ index: Int, of row: [String]) -> String? {
    guard index < row.count else { return nil }
    let text = row[index].trimmed
    if text.isEmpty || text == "-" { return nil }
    if text.utf8.count <= 4, ["none", "null", "n/a", "nan"].contains(text.lowercased()) { return nil }
    return String(text)
  }

  private static func truth(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "1", "true", "yes": true
    case "0", "false", "no": false
    default: nil
    }
  }
}
