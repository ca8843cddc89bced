import Events
import SQLite

extension Views {
  /// A hash over every row of every view, which is the same however the views came about.
  public func stateHash() throws -> Digest {
    var bytes: [UInt8] = []
    var chain = Digest(hashing: bytes)
    let queries = [
      "SELECT * FROM indicator ORDER BY id", "SELECT * FROM statement ORDER BY stream, source, key",
      """
      SELECT * FROM relationship ORDER BY seq, from_kind, from_value, type, to_kind, to_value, source, to_name
      """,
      "SELECT * FROM entity ORDER BY id", "SELECT * FROM source_health ORDER BY source",
      "SELECT * FROM lookup ORDER BY connector, started_at, seq", "SELECT * FROM pause ORDER BY connector",
      "SELECT seq, leaf, code FROM checkpoint",
    ]
    for query in queries {
      let rows = try database.prepare(query)
      while try rows.step() {
        bytes = chain.bytes
        for column in 0..<rows.columnCount {
          switch rows.value(column) {
          case .null: bytes.append(0)
          case .integer(let value):
            bytes.append(1)
            bytes.appendSignedVarint(value)
          case .number(let value):
            bytes.append(2)
            bytes.appendBigEndian(value.bitPattern)
          case .text(let text):
            bytes.append(3)
            bytes.appendText(text)
          case .blob(let blob):
            bytes.append(4)
            bytes.appendVarint(UInt64(blob.count))
            bytes.append(contentsOf: blob)
          }
        }
        chain = Digest(hashing: bytes)
      }
    }
    return chain
  }
}
