import Indicators
import Time

/// Which columns of a feed hold what.
struct ColumnLayout {
  /// A column of indicators.
  struct Value: Hashable {
    var index: Int
    var kinds: [IndicatorKind]
    /// Whether its name says that it holds values; else its cells do, and only what is certain in it is taken.
    var isNamed = true
    /// Whether nearly all of its cells are names of hosts, so that the others are too.
    var isOfHosts = false
  }

  /// A column of times.
  struct Time: Hashable {
    var index: Int
    /// How its dates in numbers are written, as far as its cells have settled it.
    var order: DateOrder?
  }

  /// Columns of indicators; each gives a statement of its own.
  var values: [Value] = []
  /// Columns of the first and the last address of a range.
  ///
  /// A row that has one is about that; its other values, such as the address to complain to, are no indicators then.
  var range: (start: Int, end: Int)?
  var kind: Int?
  var confidence: Int?
  var confidenceScale = ConfidenceScale.percent
  var firstSeen: Time?
  var lastSeen: Time?
  var validUntil: Time?
  var labels: [Int] = []
  /// Columns in which the source may say that the value is harmless.
  var verdicts: [Int] = []
  /// Columns of yes and no: whether yes speaks against the value.
  var flags: [(index: Int, isHarm: Bool)] = []
  var trafficLight: Int?
  var count: Int?
  var toIDs: Int?
  /// The columns whose names say what they hold, whatever that is.
  private(set) var known: Set<Int> = []
  /// The columns of text about the row.
  private(set) var remarks: Set<Int> = []

  /// The layout that a header's names tell; nil where they name no column of indicators.
  init?(header: [String]) {
    self.init(names: header)
    // A header names things; a row of values is none, even where one of them is also a name, such as the host `url`.
    if values.isEmpty && range == nil || header.contains(where: { CertainValue.indicator($0.trimmed) != nil }) {
      return nil
    }
  }

  /// What the names tell, which may be nothing.
  ///
  /// Of several columns with the same role the first counts.
  init(names: [String]) {
    self.init(roles: names.map { ColumnRole(name: $0) })
    if names.contains(where: Self.isAboutRegistration) { forgetRegistration(names) }
  }

  /// The layout of columns whose roles are known, or not.
  init(roles: [ColumnRole?]) {
    var score: Int?
    var start: Int?
    var end: Int?
    for (index, role) in roles.enumerated() {
      guard let role else { continue }
      known.insert(index)
      switch role {
      case .value(let kinds): values.append(Value(index: index, kinds: kinds))
      case .rangeStart: start = start ?? index
      case .rangeEnd: end = end ?? index
      case .kind: kind = kind ?? index
      case .confidence: confidence = confidence ?? index
      case .score: score = score ?? index
      case .firstSeen: firstSeen = firstSeen ?? Time(index: index)
      case .lastSeen: lastSeen = lastSeen ?? Time(index: index)
      case .validUntil: validUntil = validUntil ?? Time(index: index)
      case .labels:
        labels.append(index)
        verdicts.append(index)
      case .verdict: verdicts.append(index)
      case .isHarmful: flags.append((index, true))
      case .isHarmless: flags.append((index, false))
      case .trafficLight: trafficLight = trafficLight ?? index
      case .count: count = count ?? index
      case .toIDs: toIDs = toIDs ?? index
      case .remark: remarks.insert(index)
      case .foreign: break
      }
    }
    confidence = confidence ?? score
    if let start, let end { range = (start, end) }
  }

  /// WHOIS' own columns beside `created` and `updated` say of what these are: the domain, which nobody saw then.
  private mutating func forgetRegistration(_ names: [String]) {
    let own: Set<String> = ["created", "createdat", "updated", "updatedat", "expires", "expiresat", "modified"]
    let isOwn = { (time: Time) in own.contains(names[time.index].nameKey) || names[time.index].nameKey.hasSuffix("date")
    }
    if firstSeen.map(isOwn) ?? false, !names[firstSeen?.index ?? 0].nameKey.hasPrefix("date") { firstSeen = nil }
    if lastSeen.map(isOwn) ?? false { lastSeen = nil }
    validUntil = nil
  }

  private static func isAboutRegistration(_ name: String) -> Bool {
    ["registrar", "registrant", "nameserver", "nameservers", "whois", "registrarname", "registrantname"].contains(
      name.nameKey)
  }

  /// The range of a row, where the columns for one hold addresses.
  func range(of row: [String]) -> AddressRange? {
    guard let range, max(range.start, range.end) < row.count, let first = IPAddress(parsing: row[range.start].trimmed),
      let last = IPAddress(parsing: row[range.end].trimmed)
    else { return nil }
    return AddressRange(from: first, through: last)
  }

  /// How many of these rows have an indicator where the layout expects one.
  ///
  /// Of a promise that may be none, such as a comment's words, only what keeps it counts.
  func hits(in rows: some Sequence<[String]>, asPromised: Bool = false) -> Int {
    rows.reduce(0) { hits, row in
      let isHit =
        range(of: row) != nil
        || values.contains { column in
          guard column.index < row.count else { return false }
          let reading = CellReading(row[column.index].trimmed, kinds: column.kinds)
          return !reading.indicators.isEmpty && !reading.isRemark && !(asPromised && reading.surprise != nil)
        }
      return isHit ? hits + 1 : hits
    }
  }

  /// Settles by the cells what names leave open: on which scale confidence is, and in which order dates are written.
  mutating func settle(by rows: some Sequence<[String]>) {
    for index in values.indices where values[index].kinds.isEmpty && kind == nil {
      let cells = Self.cells(values[index].index, of: rows).filter { !$0.isEmpty }
      let hosts = cells.count { CertainValue.indicator($0)?.kind == .domain }
      values[index].isOfHosts = hosts > 9 && hosts * 10 >= cells.count * 9
    }
    confidenceScale = confidence.map { ConfidenceScale(of: Self.cells($0, of: rows)) } ?? .percent
    for column in [\ColumnLayout.firstSeen, \.lastSeen, \.validUntil] {
      guard let index = self[keyPath: column]?.index else { continue }
      self[keyPath: column]?.order = Self.order(of: Self.cells(index, of: rows))
    }
  }

  /// Takes over what earlier rows have settled, for a layout of the same columns and more.
  ///
  /// Columns that the earlier layout did not have and whose names say nothing hold what is certain in them.
  mutating func adopt(_ earlier: ColumnLayout, of count: Int, among all: Int) {
    confidenceScale = earlier.confidenceScale
    for column in [\ColumnLayout.firstSeen, \.lastSeen, \.validUntil] {
      if let time = earlier[keyPath: column], self[keyPath: column]?.index == time.index {
        self[keyPath: column] = time
      }
    }
    values += earlier.values.filter { value in !values.contains { $0.index == value.index } }
    for index in count..<Swift.max(count, all) where !known.contains(index) {
      values.append(Value(index: index, kinds: [], isNamed: false))
    }
    values.sort { $0.index < $1.index }
  }

  static func cells(_ index: Int, of rows: some Sequence<[String]>) -> [Substring] {
    rows.compactMap { index < $0.count ? $0[index].trimmed : nil }
  }

  /// The order of the first cell that settles it.
  private static func order(of cells: [Substring]) -> DateOrder? {
    cells.lazy.compactMap { DateOrder(settledBy: $0) }.first
  }
}
