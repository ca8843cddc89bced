import Events
import Indicators
import SQLite
import Scoring
import Time

/// Rows of `list` in a temporary file of SQLite's, which nobody else can open and which goes away with it.
final class SpilledRows {
  private let database: Database
  private let insertion: Statement
  private var bytes: [UInt8] = []

  /// Begins with none, in the folder for temporary files.
  init() throws {
    // Without a name it is a file that is removed as soon as it is opened.
    database = try Database(path: "", mode: .create)
    try database.execute(
      """
      PRAGMA temp_store=FILE; PRAGMA cache_size=-16384; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
      CREATE TABLE row (rank INTEGER, value BLOB, kind INTEGER, rest BLOB); BEGIN
      """)
    insertion = try database.prepare("INSERT INTO row VALUES (?, ?, ?, ?)")
  }

  /// Adds a row.
  func add(_ row: ListRow, rank: Int64) throws {
    bytes.removeAll(keepingCapacity: true)
    bytes.appendVarint(UInt64(row.score.hundredths))
    bytes.appendText(row.score.verdict.name)
    bytes.append(row.labels)
    bytes.append(row.sources)
    bytes.append(row.firstSeen)
    bytes.append(row.lastSeen)
    insertion.bind(1, rank)
    insertion.bind(2, Array(row.indicator.value.utf8))
    insertion.bind(3, row.indicator.kind.code)
    insertion.bind(4, bytes)
    try insertion.run()
  }

  /// Calls the closure with the first rows by rank, value and kind.
  func forEach(limit: Int, _ body: (ListRow) throws -> Void) throws {
    let rows = try database.prepare("SELECT value, kind, rest FROM row ORDER BY rank, value, kind LIMIT ?")
    rows.bind(1, Int64(limit))
    defer { rows.reset() }
    while try rows.step() {
      guard let kind = IndicatorKind(code: rows.integer(1)) else { continue }
      let value = String(decoding: rows.blob(0), as: UTF8.self)
      try body(ListRow(Indicator(kind, canonical: value), rest: ByteReader(rows.blob(2))))
    }
  }
}

extension ListRow {
  fileprivate init(_ indicator: Indicator, rest bytes: ByteReader) throws {
    var bytes = bytes
    let hundredths = Int32(clamping: try bytes.varint())
    let verdict = Verdict(name: try bytes.text()) ?? .unknown
    self.init(
      indicator: indicator, score: Score(hundredths: hundredths, verdict: verdict), labels: try bytes.texts(),
      sources: try bytes.texts(), firstSeen: try bytes.timestamp(), lastSeen: try bytes.timestamp())
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ texts: [String]) {
    appendVarint(UInt64(texts.count))
    for text in texts { appendText(text) }
  }

  fileprivate mutating func append(_ time: Timestamp?) {
    append(time == nil ? 0 : 1)
    if let time { appendSignedVarint(time.milliseconds) }
  }
}

extension ByteReader {
  fileprivate mutating func text() throws -> String { String(decoding: try slice(), as: UTF8.self) }

  fileprivate mutating func texts() throws -> [String] {
    var texts: [String] = []
    for _ in 0..<(try varint()) { texts.append(try text()) }
    return texts
  }

  fileprivate mutating func timestamp() throws -> Timestamp? {
    try byte() == 0 ? nil : Timestamp(milliseconds: try signedVarint())
  }
}
