import EventLog

/// The rows of a log, sorted by partitions of its streams, in the order of the log within each.
///
/// Up to a limit they are kept in memory, those beyond it in a temporary file beside the log.
struct Spool: Sendable {
  private struct Section: Sendable {
    let place: Place
    /// Where the rows of each partition end.
    let ends: [Int]

    func range(_ number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }
  }

  private enum Place: Sendable {
    case memory([UInt8])
    case file(TemporaryFile, Int64)
  }

  private let folder: LedgerFolder
  private let limit: Int
  /// Whether memory takes what the file cannot.
  private let isIndulgent: Bool
  private var sections: [Section] = []
  private var inMemory = 0
  private(set) var bytesInFile: Int64 = 0
  private var file: TemporaryFile?

  /// Begins with nothing.
  init(_ folder: LedgerFolder, inMemory limit: Int, isIndulgent: Bool) {
    self.folder = folder
    self.limit = limit
    self.isIndulgent = isIndulgent
  }

  /// Adds the rows of the next section of the log, one partition's behind another's; `ends` says where each ends.
  mutating func append(_ rows: [UInt8], ends: [Int]) throws {
    guard inMemory + rows.count > limit else { return keep(rows, ends) }
    do {
      let file = try file ?? TemporaryFile(in: folder.path)
      self.file = file
      try rows.withUnsafeBytes { try file.write($0, at: bytesInFile) }
      sections.append(Section(place: .file(file, bytesInFile), ends: ends))
      bytesInFile += Int64(rows.count)
    } catch {
      guard isIndulgent else { throw error }
      keep(rows, ends)
    }
  }

  private mutating func keep(_ rows: [UInt8], _ ends: [Int]) {
    inMemory += rows.count
    sections.append(Section(place: .memory(rows), ends: ends))
  }

  /// Whether a partition has any rows.
  func holdsRows(ofPartition number: Int) -> Bool { sections.contains { !$0.range(number).isEmpty } }

  /// Calls the closure with each row of a partition.
  func forEachRow(ofPartition number: Int, _ names: FieldNames, _ body: (RowSummary) throws -> Void) throws {
    var buffer: [UInt8] = []
    for section in sections {
      let range = section.range(number)
      guard !range.isEmpty else { continue }
      switch section.place {
      case .memory(let rows):
        try rows.withUnsafeBytes { rows in
          try SpooledRow.forEach(in: UnsafeRawBufferPointer(rebasing: rows[range]), names, body)
        }
      case .file(let file, let start):
        if buffer.count < range.count { buffer = Array(repeating: 0, count: range.count) }
        try buffer.withUnsafeMutableBytes { buffer in
          let rows = UnsafeMutableRawBufferPointer(rebasing: buffer[..<range.count])
          try file.read(rows, at: start + Int64(range.lowerBound))
          try SpooledRow.forEach(in: UnsafeRawBufferPointer(rows), names, body)
        }
      }
    }
  }
}
