import Time

/// A score over time, drawn with characters.
///
/// The curve is asked for at every column, so decay between events shows as it is; events are marked. The same chart
/// always gives the same lines.
public struct Chart {
  /// An event that moved the score, and the score after it.
  public struct Mark: Hashable, Sendable {
    let moment: Timestamp
    let hundredths: Int

    /// Marks a moment.
    public init(_ moment: Timestamp, hundredths: Int) {
      self.moment = moment
      self.hundredths = hundredths
    }
  }

  /// A score from which on a verdict holds: a line across the chart, and the style of the curve from there up.
  public struct Threshold: Hashable, Sendable {
    let hundredths: Int
    let style: Style

    /// Draws a threshold, at the nearest end where it lies outside 0 to 100.
    public init(hundredths: Int, style: Style) {
      self.hundredths = min(max(hundredths, 0), 10_000)
      self.style = style
    }
  }

  let range: ClosedRange<Timestamp>
  let marks: [Mark]
  let thresholds: [Threshold]
  private let score: (Timestamp) -> Int?

  /// Describes a chart; `score` gives hundredths at a moment, or nil before anything was known.
  public init(
    over range: ClosedRange<Timestamp>, marks: [Mark], thresholds: [Threshold], score: @escaping (Timestamp) -> Int?
  ) {
    self.range = range
    self.marks = marks.filter { range.contains($0.moment) }
    self.thresholds = thresholds.sorted { $0.hundredths < $1.hundredths }
    self.score = score
  }

  /// A curve that keeps each score until the next one, for callers that know nothing of what lies between; the points
  /// are in order of time.
  public static func steps(_ points: [Mark]) -> (Timestamp) -> Int? {
    { moment in
      var low = 0
      var high = points.count
      while low < high {
        let middle = (low + high) / 2
        if points[middle].moment <= moment { low = middle + 1 } else { high = middle }
      }
      return low == 0 ? nil : points[low - 1].hundredths
    }
  }

  /// The chart in at most that many columns and lines, axes included; never smaller than what can be read.
  public func lines(width: Int, height: Int, for terminal: Terminal) -> [StyledText] {
    let scale = ChartScale(
      range: range, columns: max(width - ChartAxes.margin, 12), rows: max(height - ChartAxes.footer, 3))
    var canvas = ChartCanvas(scale: scale, isUTF8: terminal.isUTF8)
    draw(on: &canvas)
    for mark in marks { canvas.mark(at: mark.moment, hundredths: mark.hundredths) }
    return ChartAxes(scale: scale, thresholds: thresholds, isUTF8: terminal.isUTF8).lines(around: canvas)
  }

  /// In each column of dots: everything the score was in that time, and the step to it from the column before.
  private func draw(on canvas: inout ChartCanvas) {
    var left: Int?
    var next = 0
    let sorted = marks.sorted { $0.moment < $1.moment }
    for column in 0..<canvas.dotColumns {
      let (first, last) = canvas.moments(inDotColumn: column)
      var scores = [left, score(first), score(last)].compactMap { $0 }
      while next < sorted.count, sorted[next].moment <= last {
        scores.append(sorted[next].hundredths)
        next += 1
      }
      left = score(last)
      if let lowest = scores.min(), let highest = scores.max() {
        canvas.line(inDotColumn: column, from: lowest, to: highest)
      }
    }
  }
}
