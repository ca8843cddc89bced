import EventLog
import Testing

@Suite("Temporary files")
struct TemporaryFileTests {
  @Test("cannot be seen in their folder, and give back what was written")
  func invisible() throws {
    let ledger = try TemporaryLedger()
    let before = Files.names(in: ledger.folder.path)
    let file = try TemporaryFile(in: ledger.folder.path)
    #expect(Files.names(in: ledger.folder.path) == before)
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 % 251) }
    try bytes.withUnsafeBytes { try file.write($0, at: 7) }
    var read = [UInt8](repeating: 0, count: 1000)
    try read.withUnsafeMutableBytes { try file.read($0, at: 7 + 5000) }
    #expect(read == Array(bytes[5000..<6000]))
  }

  @Test("are an error where they end too early, and where they cannot be made")
  func errors() throws {
    let ledger = try TemporaryLedger()
    let file = try TemporaryFile(in: ledger.folder.path)
    try ([1, 2, 3] as [UInt8]).withUnsafeBytes { try file.write($0, at: 0) }
    var read = [UInt8](repeating: 0, count: 100)
    let error = #expect(throws: EventLogError.self) { try read.withUnsafeMutableBytes { try file.read($0, at: 0) } }
    #expect(error?.code == .inputOutput)
    #expect(throws: EventLogError.self) { try TemporaryFile(in: "/nowhere/at/all") }
  }
}
