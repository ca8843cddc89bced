import SQLite
import Testing

@Suite("Inserting many rows")
struct InsertTests {
  @Test("every row is written once, in its order, however many there are", arguments: [0, 1, 15, 16, 17, 32, 50])
  func counts(count: Int) throws {
    let database = try Database(path: ":memory:", mode: .readWrite)
    try database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, number INTEGER, bytes BLOB) STRICT")
    let bytes = (0..<UInt8(50)).map { [$0, $0 &+ 1] }.flatMap { $0 }
    try bytes.withUnsafeBytes { bytes in
      try database.insert("INSERT INTO t VALUES", columns: 3, Array(0..<count)) { row, first, number in
        row.bindNull(first)
        row.bind(first + 1, number)
        row.bind(first + 2, borrowing: UnsafeRawBufferPointer(rebasing: bytes[number * 2..<number * 2 + 2]))
      }
    }
    var found: [Int64] = []
    let rows = try database.prepare("SELECT id, number, bytes FROM t ORDER BY id")
    while try rows.step() {
      #expect(rows.integer(0) == Int64(found.count + 1))
      found.append(rows.integer(1))
      #expect(rows.blob(2).map { $0 } == [UInt8(rows.integer(1)), UInt8(rows.integer(1)) + 1])
    }
    #expect(found == (0..<Int64(count)).map { $0 })
  }

  @Test("a row that cannot be is an error, and the transaction around it decides about the others")
  func refused() throws {
    let database = try Database(path: ":memory:", mode: .readWrite)
    try database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY) STRICT")
    #expect(throws: SQLiteError.self) {
      try database.writeTransaction {
        try database.insert("INSERT INTO t VALUES", columns: 1, Array(0..<20) + [19]) { row, first, id in
          row.bind(first, id)
        }
      }
    }
    #expect(try database.integer("SELECT count(*) FROM t") == 0)
  }
}
