import Time

/// A score over time as a drawing: bands of the verdicts, a curve, and a dot for each change, with its cause as tooltip.
///
/// The same values give the same bytes; everything written into it is escaped.
public struct SVGChart: Sendable {
  /// A moment at which the score changed.
  public struct Change: Sendable {
    let at: Timestamp
    let hundredths: Int
    let title: String

    /// Marks a change; the title says what caused it.
    public init(at: Timestamp, hundredths: Int, title: String) {
      self.at = at
      self.hundredths = hundredths
      self.title = title
    }
  }

  let title: String
  let range: ClosedRange<Timestamp>
  let curve: [(at: Timestamp, hundredths: Int)]
  let changes: [Change]
  /// From which scores on it is suspicious and malicious.
  let suspicious: Int
  let malicious: Int

  /// Describes a chart.
  ///
  /// The curve's points are in order of time, each with its score in hundredths; between two of them it is a straight
  /// line, so a step needs two at one time.
  public init(
    title: String, over range: ClosedRange<Timestamp>, curve: [(at: Timestamp, hundredths: Int)], changes: [Change],
    suspicious: Int, malicious: Int
  ) {
    self.title = title
    self.range = range
    self.curve = curve.filter { range.contains($0.at) }
    self.changes = changes.filter { range.contains($0.at) }
    self.suspicious = min(max(suspicious, 0), 10_000)
    self.malicious = min(max(malicious, 0), 10_000)
  }

  private static let (width, height) = (860, 320)
  private static let (left, right, top, bottom) = (44, 14, 34, 34)

  /// The drawing: an `svg` element that stands alone or in a page.
  public var svg: String {
    let (low, high) = (y(0), y(10_000))
    let line = curve.map { "\(x($0.at)),\(y($0.hundredths))" }.joined(separator: " ")
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.width) \(Self.height)" role="img" \
      font-family="system-ui, sans-serif" font-size="12">
      <title>\(HTML.escaped(title))</title>
      <style>
      .page{fill:#fff}.ink{fill:#1b1f24}.dim{fill:#57606a}.axis{stroke:#8c959f;fill:none}
      .malicious{fill:#b3261e}.suspicious{fill:#b87400}.low{fill:#57606a}
      .band{opacity:.09}.curve{fill:none;stroke:#0b57a4;stroke-width:2;stroke-linejoin:round}
      .change{fill:#0b57a4;stroke:#fff;stroke-width:1.5}
      @media (prefers-color-scheme:dark){.page{fill:#0d1117}.ink{fill:#e6edf3}.dim{fill:#9da7b1}.axis{stroke:#6e7681}
      .malicious{fill:#ff8a80}.suspicious{fill:#f0b95a}.low{fill:#9da7b1}.band{opacity:.16}
      .curve{stroke:#79b8ff}.change{fill:#79b8ff;stroke:#0d1117}}
      </style>
      <rect class="page" width="\(Self.width)" height="\(Self.height)"/>
      <text class="ink" x="\(Self.left)" y="20" font-size="14" font-weight="600">\(HTML.escaped(shortTitle))</text>
      \(bands.joined(separator: "\n"))
      \(dates.joined(separator: "\n"))
      <path class="axis" d="M\(Self.left) \(high)V\(low)H\(Self.width - Self.right)"/>
      \(scores.joined(separator: "\n"))
      <polyline class="curve" points="\(line)"/>
      \(changes.map(dot).joined(separator: "\n"))
      </svg>
      """
  }

  /// As much of the title as fits.
  private var shortTitle: String {
    let text = title.neutralised
    return text.count > 100 ? text.prefix(99) + "…" : text
  }

  private var bands: [String] {
    let upper = max(malicious, suspicious)
    return [(upper, 10_000, "malicious"), (suspicious, upper, "suspicious")].filter { $0.0 < $0.1 }.flatMap {
      (from, to, name) in
      let (top, bottom) = (y(to), y(from))
      return [
        "<rect class=\"band \(name)\" x=\"\(Self.left)\" y=\"\(top)\" width=\"\(plotWidth)\" height=\"\(fixed(Double(from - to) * -plotHeight / 10_000))\"/>",
        "<text class=\"\(name)\" x=\"\(Self.width - Self.right - 6)\" y=\"\(bottom)\" dy=\"-5\" text-anchor=\"end\">\(name)</text>",
      ]
    }
  }

  /// The ends of the scale and the thresholds.
  private var scores: [String] {
    Set([0, suspicious, malicious, 10_000]).sorted().map { score in
      "<text class=\"dim\" x=\"\(Self.left - 8)\" y=\"\(y(score))\" dy=\"4\" text-anchor=\"end\">\(ScoreText(hundredths: score).text)</text>"
    }
  }

  /// Five dates at equal distances, fewer where they would read the same.
  private var dates: [String] {
    let span = Int128(range.upperBound.milliseconds) - Int128(range.lowerBound.milliseconds)
    var last = ""
    return (0...4).compactMap { index in
      let moment = Timestamp(
        milliseconds: Int64(Int128(range.lowerBound.milliseconds) + span * Int128(index) / 4))
      let text = label(moment, span)
      guard text != last else { return nil }
      last = text
      let anchor = index == 0 ? "start" : index == 4 ? "end" : "middle"
      let place = x(moment)
      return
        "<path class=\"axis\" d=\"M\(place) \(y(0))v5\"/><text class=\"dim\" x=\"\(place)\" y=\"\(Self.height - 12)\" text-anchor=\"\(anchor)\">\(text)</text>"
    }
  }

  private func label(_ moment: Timestamp, _ span: Int128) -> String {
    if span >= 4 * 86_400_000 { return moment.day }
    let text = moment.rfc3339
    let time = text.drop { $0 != "T" }.dropFirst()
    return span < 600_000 ? String(time.prefix(8)) : "\(moment.day) \(time.prefix(5))"
  }

  private func dot(_ change: Change) -> String {
    "<circle class=\"change\" cx=\"\(x(change.at))\" cy=\"\(y(change.hundredths))\" r=\"4.5\"><title>\(HTML.escaped(change.title))</title></circle>"
  }

  // MARK: Places

  private var plotWidth: Int { Self.width - Self.left - Self.right }
  private var plotHeight: Double { Double(Self.height - Self.top - Self.bottom) }

  private func x(_ moment: Timestamp) -> String {
    let span = max(Double(range.upperBound.milliseconds) - Double(range.lowerBound.milliseconds), 1)
    let elapsed = Double(moment.milliseconds) - Double(range.lowerBound.milliseconds)
    return fixed(Double(Self.left) + elapsed / span * Double(plotWidth))
  }

  private func y(_ hundredths: Int) -> String {
    let score = Double(min(max(hundredths, 0), 10_000))
    return fixed(Double(Self.top) + (10_000 - score) / 10_000 * plotHeight)
  }

  /// A number with one decimal, the same on every machine.
  private func fixed(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(abs(tenths % 10))"
  }
}
