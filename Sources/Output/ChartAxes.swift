import Time

/// The frame of a chart: scores on the left, thresholds across, dates below.
struct ChartAxes {
  /// The columns left of the drawing.
  static let margin = 5
  /// The lines below it.
  static let footer = 2

  let scale: ChartScale
  let thresholds: [Chart.Threshold]
  let isUTF8: Bool

  func lines(around canvas: ChartCanvas) -> [StyledText] {
    let labels = scoreLabels()
    let rows = (0..<scale.rows).map { row -> StyledText in
      let label = labels[row] ?? ""
      let tick = isUTF8 ? (label.isEmpty ? "│" : "┤") : (label.isEmpty ? "|" : "+")
      let gap = String(repeating: " ", count: Self.margin - 2 - label.count)
      return (StyledText("\(gap)\(label) \(tick)", .dim) + drawing(row, canvas)).withoutTrailingSpaces()
    }
    return rows + dateLines()
  }

  private func drawing(_ row: Int, _ canvas: ChartCanvas) -> StyledText {
    let curve = thresholds.last { row <= rowOf($0.hundredths) }?.style ?? .plain
    let across = thresholds.last { row == rowOf($0.hundredths) }
    let blank: Character = across == nil ? " " : isUTF8 ? "┈" : "."
    let blankStyle = across.map { Style(color: $0.style.color, isDim: true) } ?? .plain
    return StyledText(
      spans: (0..<scale.columns).map { column in
        let drawn = canvas.character(row: row, column: column)
        return StyledText.Span(text: String(drawn ?? blank), style: drawn == nil ? blankStyle : curve)
      })
  }

  /// The ends of the scale first, then the thresholds that find a free row.
  private func scoreLabels() -> [Int: String] {
    var labels = [0: "100", scale.rows - 1: "0"]
    for threshold in thresholds.reversed() where labels[rowOf(threshold.hundredths)] == nil {
      labels[rowOf(threshold.hundredths)] = ScoreText(hundredths: threshold.hundredths / 100 * 100).text
    }
    return labels
  }

  private func rowOf(_ hundredths: Int) -> Int {
    scale.row(of: hundredths, count: scale.rows)
  }

  /// The axis with its ticks, and the dates under them: the first, the last, and as many between as there is room for.
  private func dateLines() -> [StyledText] {
    let labelWidth = label(scale.range.lowerBound).count
    // The first and the last date are pushed inwards by half their length, so ticks stand one and a half apart.
    let count = (scale.columns - 1) / (labelWidth * 3 / 2 + 2) + 1
    var axis = [Character](repeating: isUTF8 ? "─" : "-", count: scale.columns)
    var dates = [Character](repeating: " ", count: max(scale.columns, labelWidth))
    for index in 0..<count {
      let column = count == 1 ? 0 : index * (scale.columns - 1) / (count - 1)
      let moment = count == 1 ? scale.range.lowerBound : scale.moment(ofPart: index, count: count - 1)
      axis[column] = isUTF8 ? "┬" : "+"
      let start = min(max(0, column - labelWidth / 2), dates.count - labelWidth)
      dates.replaceSubrange(start..<start + labelWidth, with: label(moment))
    }
    let corner = String(repeating: " ", count: Self.margin - 1) + (isUTF8 ? "└" : "+")
    let indent = String(repeating: " ", count: Self.margin)
    return [
      StyledText(corner + String(axis), .dim), StyledText(indent + String(dates), .dim).withoutTrailingSpaces(),
    ]
  }

  /// A date or a time of day, whichever tells the ticks apart; always of the same length.
  private func label(_ moment: Timestamp) -> String {
    let text = moment.rfc3339
    let seconds = scale.range.upperBound.seconds - scale.range.lowerBound.seconds
    if seconds >= 3 * 86_400 { return String(text.prefix { $0 != "T" }) }
    let time = text.drop { $0 != "T" }.dropFirst()
    if seconds < 600 { return String(time.prefix(8)) }
    return "\(text.dropFirst(5).prefix(5)) \(time.prefix(5))"
  }
}
