import TestSupport
import Testing
import Time

@testable import Interchange

@Suite("Times in columns that cannot be read")
struct UnreadTimeTests {
  private func read(_ text: String) throws -> [IntakeItem] {
    try items(of: DelimitedReader(pieces(text), format: .csv))
  }

  @Test("a date whose day and month could be either is told once for each column, and the rows count without it")
  func ambiguous() throws {
    let items = try read(
      """
      ip,first_seen,last_seen,tags
      192.0.2.1,2026-04-03,,a
      192.0.2.2,03/04/2026,,b
      192.0.2.3,04/03/2026,05/06/2026 12:00,c
      192.0.2.4,2026-04-05,07/08/2026,d
      """)
    #expect(items.indicators == ["ipv4 192.0.2.1", "ipv4 192.0.2.2", "ipv4 192.0.2.3", "ipv4 192.0.2.4"])
    #expect(items.statements.map { $0.statedAt?.rfc3339.prefix(10) } == ["2026-04-03", nil, nil, "2026-04-05"])
    #expect(items.statements.map(\.labels) == [["a"], ["b"], ["c"], ["d"]])
    #expect(items.ignored.map(\.line) == [3, 4])
    #expect(items.ignored.map(\.text) == ["03/04/2026", "05/06/2026 12:00"])
    #expect(
      items.ignored.first?.reason
        == "day and month could be either in column 2; write 2026-04-03; rows such as this count from the file's date"
    )
    #expect(items.rejections.isEmpty)
  }

  @Test("what is no date at all is told too, and a cell that says there is none is not")
  func unreadable() throws {
    let items = try read("ip,date\n192.0.2.1,-\n192.0.2.2,n/a\n192.0.2.3,\n192.0.2.4,lately\n192.0.2.5,soon\n")
    #expect(items.statements.count == 5)
    #expect(items.ignored.map(\.line) == [5])
    #expect(items.ignored.first?.reason.hasPrefix("column 2 holds no time that can be read; write 2026-04-03T") == true)
  }
}
