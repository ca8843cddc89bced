import Events
import SQLite

extension Views {
  /// A hash over every row of every view, which is the same however the views came about.
  public func stateHash() throws -> Digest {
    var digest = RunningDigest()
    let queries = [
      "SELECT * FROM indicator ORDER BY id", "SELECT * FROM statement ORDER BY stream, part",
      """
      SELECT * FROM relationship ORDER BY seq, from_kind, from_value, type, to_kind, to_value, source, to_name, since_seq
      """,
      "SELECT * FROM entity ORDER BY id", "SELECT * FROM marking ORDER BY stream",
      "SELECT * FROM object ORDER BY source, object, stream", "SELECT * FROM source_health ORDER BY source",
      "SELECT * FROM lookup ORDER BY connector, started_at, seq", "SELECT * FROM pause ORDER BY connector",
      "SELECT seq, leaf, code FROM checkpoint",
    ]
    for query in queries {
      let rows = try database.prepare(query)
      let columns = 0..<rows.columnCount
      while try rows.step() {
        digest.append { bytes in
          for column in columns { bytes.append(column, of: rows) }
        }
      }
    }
    return digest.finish()
  }
}

extension [UInt8] {
  /// Appends the type and the value of a column, so that no two rows look the same.
  fileprivate mutating func append(_ column: Int32, of row: Statement) {
    let type = row.type(column)
    append(type.rawValue)
    switch type {
    case .null: break
    case .integer: appendSignedVarint(row.integer(column))
    case .number: appendBigEndian(row.number(column).bitPattern)
    case .text: append(row.textBytes(column))
    case .blob: append(row.blob(column))
    }
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer) {
    appendVarint(UInt64(bytes.count))
    append(contentsOf: bytes)
  }
}
