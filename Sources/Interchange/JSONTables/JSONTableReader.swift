import JSON

/// Reads JSON that is a table in another notation: a list of objects, objects one a line, or either behind a member such
/// as `{"data": […]}`.
///
/// Each object is a row. Its members are the columns, those of objects inside it too (`threat.indicator.ip` of the
/// Elastic Common Schema), and are known by their names as columns are; a member whose name is itself a value
/// (`{"192.0.2.1": {…}}`) is one. Objects in a list inside an object are rows of their own.
public struct JSONTableReader: IntakeReader {
  /// So many objects are looked at to make out what the members hold.
  private static let sampleRows = 100
  private static let prefixSize = 64 << 10

  private var rows: JSONRows
  private var table = JSONTable()
  private var sample: ArraySlice<JSONRow> = []
  private var isSampled = false
  /// Why reading stopped, told when everything before is given.
  private var failure: (any Error)?
  /// What the last row gave, in reverse.
  private var pending: [IntakeItem] = []

  /// Reads from a source.
  public init(_ source: @escaping ByteSource) throws {
    let prefix = try ByteSourcePrefix(of: UTF16Decoder.decoding(source), count: Self.prefixSize)
    rows = JSONRows(prefix.source, areLines: JSONRows.areLines(prefix.bytes))
  }

  /// The next item, or nil at the end of the input.
  public mutating func next() throws -> IntakeItem? {
    while pending.isEmpty {
      if !isSampled { lookAhead() }
      guard let row = try sample.popFirst() ?? nextRow() else { return nil }
      pending = table.items(of: row).reversed()
    }
    return pending.popLast()
  }

  private mutating func lookAhead() {
    isSampled = true
    do {
      while sample.count < Self.sampleRows, let row = try rows.next() { sample.append(row) }
    } catch {
      failure = error
    }
    table.settle(by: Array(sample))
  }

  private mutating func nextRow() throws -> JSONRow? {
    do {
      if let failure { throw failure }
      return try rows.next()
    } catch let error as JSONError {
      throw IntakeError(line: error.line, "\(error.message); correct the JSON, or say --format text")
    }
  }

  /// Whether the beginning of a text names an indicator as such a table would.
  static func findsValues(in beginning: [UInt8]) -> Bool {
    var isRead = false
    let source: ByteSource = {
      defer { isRead = true }
      return isRead ? [] : beginning
    }
    guard var reader = try? JSONTableReader(source) else { return false }
    while let item = try? reader.next() {
      // What is set aside has been understood too.
      switch item {
      case .statement, .setAside: return true
      default: break
      }
    }
    return false
  }
}
