import Events
import Indicators
import Time

extension ColumnLayout {
  /// A cell that is of another kind than promised, and is taken for what it is.
  struct Surprise {
    let column: Int
    let text: String
    let kind: String
  }

  /// What one row says: a statement for each of its indicators, and a rejection for each cell that should be one.
  ///
  /// A cell that is something else than its column or the row's type says is added to `surprises`.
  func items(of row: [String], line: Int, surprises: inout [Surprise]) -> [IntakeItem] {
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
    var taken: [Indicator] = []
    let mayRepeat = values.count > 1
    for column in values {
      guard column.index < row.count else { continue }
      let cell = row[column.index].trimmed
      if cell.isEmpty { continue }
      let reading = reading(of: cell, column, row)
      for indicator in reading.indicators {
        if mayRepeat {
          if taken.contains(indicator) { continue }
          taken.append(indicator)
        }
        statement.indicator = indicator
        items.append(.statement(statement))
      }
      if let kind = reading.surprise {
        surprises.append(Surprise(column: column.index, text: String(cell), kind: kind))
      }
      if let citation = reading.citation {
        items.append(.setAside(Rejection(line: line, text: String(cell), reason: citation)))
      }
      guard let fault = reading.fault else { continue }
      let rejection = IntakeItem.rejected(Rejection(line: line, text: String(cell), reason: fault))
      if column.kinds.isEmpty, kind == nil || !column.isNamed {
        remarks.append(rejection)
      } else {
        items.append(rejection)
      }
    }
    if items.isEmpty { items = remarks }
    if items.isEmpty {
      if row.allSatisfy({ $0.trimmed.isEmpty }) { return [.skipped(Skip(line: line, reason: .blank))] }
      let text = row.joined(separator: ",").cut(to: 200)
      items.append(.rejected(Rejection(line: line, text: text, reason: "the row has no value where others have one")))
    }
    return items
  }

  private var hasTimes: Bool { firstSeen != nil || lastSeen != nil || validUntil != nil }

  /// The first cell of the row that should be a time and is none, in a column that is not among the known ones.
  func unreadTime(in row: [String], besides known: Set<Int>) -> (column: Int, text: String)? {
    guard hasTimes else { return nil }
    for column in [lastSeen, firstSeen, validUntil].compactMap(\.self) where !known.contains(column.index) {
      if let cell = cell(column.index, of: row), Timestamp(parsingOrCounting: cell, order: column.order) == nil {
        return (column.index, cell)
      }
    }
    return nil
  }

  /// The cells of the row that settle how their column writes its dates, which the rows before it left open.
  func settlingDates(in row: [String]) -> [(column: WritableKeyPath<ColumnLayout, Time?>, order: DateOrder)] {
    // Most lists have no times, and every row of theirs comes by here.
    guard hasTimes else { return [] }
    return [\ColumnLayout.firstSeen, \.lastSeen, \.validUntil].compactMap { path in
      guard let time = self[keyPath: path], time.order == nil, let cell = cell(time.index, of: row),
        let order = DateOrder(settledBy: cell)
      else { return nil }
      return (path, order)
    }
  }

  // MARK: Cells

  private struct Reading {
    var indicators: [Indicator] = []
    var fault: String?
    var surprise: String?
    var citation: String?

    init(
      indicators: [Indicator] = [], fault: String? = nil, surprise: String? = nil, citation: String? = nil
    ) {
      self.indicators = indicators
      self.fault = fault
      self.surprise = surprise
      self.citation = citation
    }

    init(_ cell: CellReading) {
      self.init(indicators: cell.indicators, fault: cell.fault, surprise: cell.surprise)
    }
  }

  /// The indicators in a cell: one, several, or the parts of a composite such as `evil.example|192.0.2.1`.
  private func reading(of cell: Substring, _ column: Value, _ row: [String]) -> Reading {
    guard column.isNamed else {
      let reading = CellReading(cell, kinds: [], isAmongHosts: column.isOfHosts)
      return reading.isCertain || column.isOfHosts ? Reading(reading) : Reading(fault: reading.fault)
    }
    let type = column.kinds.isEmpty ? kind.flatMap { self.cell($0, of: row) } : nil
    switch column.kinds.isEmpty ? type.flatMap(IndicatorTypeName.init) : .kinds(column.kinds) {
    case .kinds(let kinds): return Reading(CellReading(cell, kinds: kinds))
    case nil: return Reading(CellReading(cell, kinds: [], isAmongHosts: column.isOfHosts))
    case .other: return Reading(fault: "there is no indicator kind for the type '\((type ?? "").cut(to: 40))'")
    case .citation:
      return Reading(citation: "a row of the type '\((type ?? "").cut(to: 40))' tells of the others, not of a value")
    case .parts(let parts): return composite(cell, parts)
    }
  }

  private func composite(_ cell: Substring, _ parts: [[IndicatorKind]]) -> Reading {
    let texts = cell.utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map {
      Substring($0).trimmed
    }
    guard texts.count == parts.count else {
      // `domain|ip` of a name alone.
      let reading = CellReading(cell, kinds: [])
      return reading.isCertain
        ? Reading(indicators: reading.indicators)
        : Reading(fault: "the type asks for \(parts.count) parts joined by '|'")
    }
    var whole = Reading()
    for (text, kinds) in zip(texts, parts) where !kinds.isEmpty {
      let part = CellReading(text, kinds: kinds)
      whole.indicators += part.indicators
      whole.fault = whole.fault ?? part.fault
      whole.surprise = whole.surprise ?? part.surprise
    }
    return whole
  }

  /// Everything that a row says about each of its indicators.
  private func template(of row: [String], line: Int) -> Statement {
    var labels = LabelList()
    for index in self.labels {
      if let cell = cell(index, of: row) { labels.add(cell: cell) }
    }
    let firstSeen = time(firstSeen, of: row)
    let lastSeen = time(lastSeen, of: row)
    let stated = trafficLight.flatMap { cell($0, of: row) }.flatMap { TrafficLight(parsing: $0) }
    var statement = Statement(
      // Replaced by each indicator of the row.
      indicator: Indicator(.domain, canonical: ""), signals: signals(of: row, labels.labels),
      statedAt: lastSeen ?? firstSeen, firstSeen: firstSeen, lastSeen: lastSeen, labels: labels.labels,
      trafficLight: [stated, labels.trafficLight].compactMap(\.self).max(),
      permissibleActions: labels.permissibleActions, line: line)
    statement.hasUnreadTime = statement.statedAt == nil && unreadTime(in: row, besides: []) != nil
    return statement
  }

  private func signals(of row: [String], _ labels: [String]) -> Facts {
    if isHarmless(row, labels) { return ["feed.listed": false] }
    var signals: Facts = ["feed.listed": true]
    signals["feed.confidence"] = confidence.flatMap { cell($0, of: row) }.flatMap(confidenceScale.confidence)?.signal
    signals["feed.count"] = count.flatMap { cell($0, of: row) }.flatMap { UInt32($0) }.map { .integer(Int64($0)) }
    signals["feed.to_ids"] = toIDs.flatMap { cell($0, of: row) }.flatMap(Harmlessness.truth).map(SignalValue.bool)
    if let until = time(validUntil, of: row) { signals["valid_until"] = .text(until.rfc3339) }
    return signals
  }

  /// Whether the row itself says that nothing is held against its value.
  private func isHarmless(_ row: [String], _ labels: [String]) -> Bool {
    if verdicts.isEmpty, flags.isEmpty { return false }
    for flag in flags {
      guard let cell = cell(flag.index, of: row) else { continue }
      if let isSo = Harmlessness.truth(cell) {
        if isSo != flag.isHarm { return true }
      } else if Harmlessness.isSaid(by: cell) {
        return true
      }
    }
    for index in verdicts {
      if let cell = cell(index, of: row), Harmlessness.isSaid(by: cell) { return true }
    }
    return Harmlessness.isSaid(byOneOf: labels)
  }

  private func time(_ column: Time?, of row: [String]) -> Timestamp? {
    column.flatMap { column in
      cell(column.index, of: row).flatMap { Timestamp(parsingOrCounting: $0, order: column.order) }
    }
  }

  /// The text of a cell without white space around it; nil where there is none, or only a word that says so.
  func cell(_ index: Int, of row: [String]) -> String? {
    guard index < row.count else { return nil }
    let text = row[index].trimmed
    if text.isEmpty || text == "-" { return nil }
    if text.utf8.count <= 4, ["none", "null", "n/a", "nan"].contains(text.lowercased()) { return nil }
    return String(text)
  }
}
