import Foundation
import Testing

@testable import SQLite

@Suite("Checking pages")
struct PagesTests {
  private let path = FileManager.default.temporaryDirectory.appending(path: "pages-\(UUID().uuidString).db").path

  /// A table of so many rows, with an index.
  private func make(_ rows: Int) throws {
    let database = try Database(path: path, mode: .create)
    try database.execute(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL) STRICT; CREATE INDEX t_by_a ON t (a)")
    let insert = try database.prepare(
      """
      WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?)
      INSERT INTO t SELECT i, 'value ' || (i * 7919 % 100003) FROM n
      """)
    insert.bind(1, rows)
    try insert.run()
  }

  private func fault() throws -> String? { try Database(path: path, mode: .readOnly).faultOfPages(of: "t") }

  private func page(of name: String) throws -> Int {
    Int(
      try Database(path: path, mode: .readOnly).integer("SELECT rootpage FROM sqlite_schema WHERE name = '\(name)'")
        ?? 0)
  }

  private func change(_ body: (inout Data) -> Void) throws {
    var bytes = try Data(contentsOf: URL(filePath: path))
    body(&bytes)
    try bytes.write(to: URL(filePath: path))
  }

  // Many rows, so that the check is stopped among them; few, so that it reaches its end.
  @Test("finds nothing where they are sound", arguments: [0, 1, 10, 50_000])
  func sound(_ rows: Int) throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try make(rows)
    #expect(try fault() == nil)
  }

  @Test("finds a key in an inner page that leads past its rows, which no scan would notice")
  func innerKey() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try make(50_000)
    let start = (try page(of: "t") - 1) * 4096
    try change { bytes in
      #expect(bytes[start] == 5)  // an inner page of a table
      // The first cell: a page number of four bytes, then the greatest row under it as a varint.
      let cell = start + Int(bytes[start + 12]) << 8 + Int(bytes[start + 13])
      bytes[cell + 5] ^= 0x3
    }
    #expect(try Database(path: path, mode: .readOnly).integer("SELECT count(*) FROM t") == 50_000)
    #expect(try fault() != nil)
  }

  @Test("finds damage in an index", arguments: [10, 50_000])
  func index(_ rows: Int) throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try make(rows)
    let start = (try page(of: "t_by_a") - 1) * 4096
    // How many cells the page has.
    try change { $0[start + 4] ^= 0x1 }
    #expect(try fault() != nil)
  }
}
