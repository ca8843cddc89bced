import Indicators
import Ledger
import Output
import Scoring
import Time

/// The history of a score as a drawing.
enum HistoryDrawing {
  /// How many moments the curve is drawn from.
  static let samples = 200

  static func chart(_ report: HistoryReport) -> SVGChart {
    let thresholds = report.scorecard.thresholds
    let start = report.points.first?.at ?? report.asOf
    return SVGChart(
      title: "Score of \(report.indicator.value)", over: start...max(start, report.asOf), curve: curve(report),
      changes: report.points.map {
        SVGChart.Change(at: $0.at, hundredths: Int($0.score.hundredths), title: title($0))
      }, suspicious: Int(thresholds.suspicious), malicious: Int(thresholds.malicious))
  }

  /// The sampled curve with a step at each change that an event caused; decay crosses its bands without one.
  private static func curve(_ report: HistoryReport) -> [(at: Timestamp, hundredths: Int)] {
    let changes = Set(report.points.map(\.at))
    var curve: [(at: Timestamp, hundredths: Int)] = []
    var samples = report.samples.filter { !changes.contains($0.at) }[...]
    func add(_ at: Timestamp, _ score: Score) { curve.append((at, Int(score.hundredths))) }
    for point in report.points {
      while let sample = samples.first, sample.at < point.at { add(sample.at, samples.removeFirst().score) }
      if point.cause != .decay, let last = curve.last { curve.append((point.at, last.hundredths)) }
      add(point.at, point.score)
    }
    for sample in samples { add(sample.at, sample.score) }
    if let last = curve.last, last.at < report.asOf { curve.append((report.asOf, last.hundredths)) }
    return curve
  }

  private static func title(_ point: ChangePoint) -> String {
    var text = "\(point.at.rfc3339): \(point.score.text) \(point.score.verdict.name), \(point.cause.name)"
    if let source = point.source { text += " by \(source)" }
    if let seq = point.seq { text += ", event \(seq)" }
    return text
  }
}
