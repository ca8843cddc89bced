import Output
import Testing
import Time

@Suite("Chart")
struct ChartTests {
  private static let start = Timestamp(parsing: "2026-03-01T00:00:00Z")!

  private static func day(_ days: Double) -> Timestamp {
    Timestamp(milliseconds: start.milliseconds + Int64(days * 86_400_000))
  }

  private static let thresholds = [
    Chart.Threshold(hundredths: 7500, style: .red), Chart.Threshold(hundredths: 4000, style: .yellow),
  ]

  /// Three events; between them the score halves every 20 days.
  private static let events: [(day: Double, hundredths: Int)] = [(5, 6000), (30, 9500), (70, 2000)]

  private static func decaying(_ moment: Timestamp) -> Int? {
    guard let last = events.last(where: { day($0.day) <= moment }) else { return nil }
    let halves: Double = Double(moment.milliseconds - day(last.day).milliseconds) / 86_400_000 / 20
    var score = Double(last.hundredths)
    for _ in 0..<Int(halves) { score /= 2 }
    // Straight between the halvings, so that the test needs no library of functions.
    let rest: Double = halves - halves.rounded(.down)
    return Int(score * (1 - rest / 2))
  }

  private static var chart: Chart {
    let marks = events.map { Chart.Mark(day($0.day), hundredths: $0.hundredths) }
    return Chart(over: start...day(90), marks: marks, thresholds: thresholds, score: decaying)
  }

  @Test("decay and events", arguments: [(80, 20), (60, 12), (30, 8), (1, 1), (120, 30)])
  func sizes(width: Int, height: Int) throws {
    try expectSnapshot(
      joined(Self.chart.lines(width: width, height: height, for: .pipe)), named: "chart-\(width)x\(height)")
  }

  @Test("in plain ASCII")
  func ascii() throws {
    let lines = Self.chart.lines(width: 70, height: 16, for: .screen(80, isUTF8: false))
    let text = joined(lines, for: .screen(80, isUTF8: false))
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
    try expectSnapshot(text, named: "chart-ascii")
  }

  @Test("in colour, by the verdict at each height")
  func color() throws {
    try expectSnapshot(joined(Self.chart.lines(width: 50, height: 12, for: .color), for: .color), named: "chart-color")
  }

  @Test("steps, with a spike shorter than a column")
  func steps() throws {
    let points = [
      Chart.Mark(Self.day(0), hundredths: 1000), Chart.Mark(Self.day(40), hundredths: 10_000),
      Chart.Mark(Self.day(40.01), hundredths: 1000), Chart.Mark(Self.day(60), hundredths: 0),
    ]
    let chart = Chart(
      over: Self.day(0)...Self.day(80), marks: points, thresholds: Self.thresholds, score: Chart.steps(points))
    try expectSnapshot(joined(chart.lines(width: 60, height: 12, for: .pipe)), named: "chart-steps")
  }

  @Test("the dates fit the time that is shown", arguments: [("hours", 0.4), ("minutes", 0.005), ("years", 3000.0)])
  func dates(name: String, days: Double) throws {
    let chart = Chart(over: Self.start...Self.day(days), marks: [], thresholds: []) { _ in 5000 }
    try expectSnapshot(joined(chart.lines(width: 60, height: 6, for: .pipe)), named: "chart-\(name)")
  }

  @Test("one moment, no events, no scores, and the widest range there is are drawn too")
  func extremes() {
    let widest = Timestamp(milliseconds: .min)...Timestamp(milliseconds: .max)
    for range in [Self.start...Self.start, widest] {
      for score in [nil, 0, 10_000, -50, 99_999] as [Int?] {
        let marks = [Chart.Mark(range.lowerBound, hundredths: 5000), Chart.Mark(range.upperBound, hundredths: -1)]
        let thresholds = [
          Chart.Threshold(hundredths: 123_456, style: .red), Chart.Threshold(hundredths: -5, style: .red),
        ]
        let chart = Chart(over: range, marks: marks, thresholds: thresholds) { _ in score }
        let lines = chart.lines(width: 40, height: 8, for: .pipe)
        #expect(lines.count == 8)
      }
    }
  }

  @Test("every line keeps to the width", arguments: [20, 33, 64, 200])
  func widths(width: Int) {
    for line in Self.chart.lines(width: width, height: 10, for: .pipe) { #expect(line.plain.count <= width) }
  }
}
