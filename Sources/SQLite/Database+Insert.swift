extension Database {
  /// How many rows one statement inserts; beyond that each row costs the same.
  @usableFromInline static var rowsPerStatement: Int { 16 }

  /// Inserts a row for each element, many by one statement, which costs about half of as many statements.
  ///
  /// `sql` is the statement up to `VALUES`, such as `INSERT INTO lookup VALUES`. `bind` gives the `columns` values of an
  /// element to the parameters from a number on; what it lets a statement borrow must stay until this returns.
  @inlinable
  public func insert<Row>(
    _ sql: String, columns: Int, _ rows: [Row], _ bind: (Statement, Int32, Row) throws -> Void
  ) throws {
    let row = "(" + Array(repeating: "?", count: columns).joined(separator: ", ") + ")"
    var next = 0
    for count in [Self.rowsPerStatement, 1] where next + count <= rows.count {
      let statement = try cached(sql + " " + Array(repeating: row, count: count).joined(separator: ", "))
      while next + count <= rows.count {
        for place in 0..<count { try bind(statement, Int32(place * columns + 1), rows[next + place]) }
        try statement.run()
        next += count
      }
    }
  }
}
