/// The labels of one statement: each once, in the order stated, bounded, because they are stored with every event.
struct LabelList {
  /// More labels than this say nothing any more; the rest is dropped.
  static let maximumCount = 64
  /// Longer labels are cut.
  static let maximumLength = 200

  private(set) var labels: [String] = []

  init(_ labels: some Sequence<String> = [] as [String]) {
    for label in labels { add(label) }
  }

  /// The labels of a cell such as `emotet, heodo` or `exe|dll;32-bit`.
  init(cell: some StringProtocol) {
    for label in cell.split(whereSeparator: { $0 == "," || $0 == "|" || $0 == ";" }) { add(String(label)) }
  }

  mutating func add(_ label: String) {
    let label = String(label.trimmed).cut(to: Self.maximumLength)
    // A scan of at most 64 entries, cheaper than a set.
    guard !label.isEmpty, labels.count < Self.maximumCount, !labels.contains(label) else { return }
    labels.append(label)
  }

  mutating func add(contentsOf more: some Sequence<String>) {
    for label in more { add(label) }
  }
}
