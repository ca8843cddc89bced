import Indicators

/// The labels of one statement: each once, in the order stated, bounded, because they are stored with every event.
///
/// A label such as `tlp:amber` or `PAP:RED` is a marking and none of the labels.
struct LabelList {
  /// More labels than this say nothing any more; the rest is dropped.
  static let maximumCount = 64
  /// Longer labels are cut.
  static let maximumLength = 200

  private(set) var labels: [String] = []
  /// The strictest that the labels state, however many there are.
  private(set) var marking = Marking()

  /// The strictest marking of TLP among the labels.
  var trafficLight: TrafficLight? { marking.trafficLight }
  /// The strictest marking of PAP among the labels.
  var permissibleActions: PermissibleActions? { marking.permissibleActions }

  init(_ labels: some Sequence<String> = [] as [String]) {
    for label in labels { add(label) }
  }

  /// The labels of a cell such as `emotet, heodo` or `exe|dll;32-bit`.
  init(cell: String) {
    add(cell: cell)
  }

  mutating func add(_ label: String) {
    let label = String(label.trimmed).cut(to: Self.maximumLength)
    if let stated = Marking(label: label) {
      marking.tighten(by: stated)
      if Marking.isWhole(label) { return }
    }
    // A scan of at most 64 entries, cheaper than a set.
    guard !label.isEmpty, labels.count < Self.maximumCount, !labels.contains(label) else { return }
    labels.append(label)
  }

  mutating func add(cell: String) {
    let separators = [UInt8(ascii: ","), UInt8(ascii: "|"), UInt8(ascii: ";")]
    // Cuts between ASCII characters leave UTF-8 whole.
    for label in cell.utf8.split(whereSeparator: separators.contains) { add(String(Substring(label))) }
  }

  mutating func add(contentsOf more: some Sequence<String>) {
    for label in more { add(label) }
  }
}
