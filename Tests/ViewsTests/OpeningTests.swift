import EventLog
import Events
import Foundation
import Indicators
import SQLite
import Scoring
import Testing
import Time

@testable import Views

@Suite("Opening views")
struct OpeningTests {
  private let ledger: TemporaryLedger

  init() throws { ledger = try TemporaryLedger() }

  private func fill(seed: UInt64 = 1, _ count: Int = 60) throws {
    var random = RandomLog(seed: seed)
    try ledger.append(random.drafts(count))
  }

  private var truth: Digest { get throws { try Views.inMemory(for: ledger.log).stateHash() } }

  private var viewFiles: [String] { Files.names(in: ledger.folder.path).filter { $0.hasPrefix("views") } }

  @Test("whichever of their files is deleted, the answers stay", arguments: 0..<16)
  func deletedFiles(_ which: Int) throws {
    try fill()
    _ = try ledger.views()
    try ledger.append(.indicatorIngested, at: 3)
    _ = try ledger.views()
    let names = ["views.db", "views-1.db", "views-1.db-wal", "views-1.db-shm"]
    #expect(viewFiles == names.sorted())
    for (index, name) in names.enumerated() where which >> index & 1 == 1 {
      Files.remove("\(ledger.folder.path)/\(name)")
    }
    #expect(try Views.upToDate(for: ledger.open()).stateHash() == truth)
    try ledger.append(.indicatorIngested, at: 4)
    #expect(try ledger.views().stateHash() == truth)
    #expect(try Views.upToDate(for: ledger.open()).stateHash() == truth)
  }

  @Test("a reading holds one state from its beginning, though others catch the views up before it has looked at any")
  func oneState() throws {
    try fill()
    let views = try ledger.views()
    let before = try views.seq()
    try views.read {
      try ledger.append(.indicatorIngested, at: 3)
      #expect(try Views.upToDate(for: ledger.open()).seq() == ledger.log.head())
      #expect(try ledger.log.head() > before)
      #expect(try views.seq() == before)
    }
  }

  @Test("views that are behind are brought up to date by whoever reads")
  func behind() throws {
    try fill(seed: 1)
    _ = try ledger.views()
    try ledger.append(.indicatorIngested, at: 3)
    let views = try Views.upToDate(for: ledger.open())
    #expect(try views.seq() == ledger.log.head())
    #expect(try views.stateHash() == truth)
    #expect(ledger.generation == "views-1.db")
  }

  @Test("views that are far behind are built anew, which is sooner done")
  func farBehind() throws {
    try fill(seed: 1)
    _ = try ledger.views()
    try fill(seed: 2, 11_000)
    #expect(try Views.existing(for: ledger.open()) == nil)
    let views = try Views.upToDate(for: ledger.open())
    #expect(try views.seq() == ledger.log.head())
    #expect(try views.stateHash() == truth)
    #expect(ledger.generation == "views-2.db")
  }

  @Test("a reader whose dictionary is from before the last events keeps nothing wrong")
  func staleDictionary() throws {
    let reader = try ledger.open()
    #expect(try reader.head() == 0)
    try ledger.append(.observationRecorded, at: 1, facts: ["status": "not_found", "labels": ["c2"]], tlp: .red)
    try ledger.append(.judgementSet, source: "analyst", at: 2, facts: ["verdict": "benign"])
    #expect(try Views.upToDate(for: reader).stateHash() == truth)
    #expect(try IndicatorState.folding(stream: 1, of: reader)?.judgement?.verdict == .benign)
    #expect(try ledger.views().state(of: 1)?.sources.map(\.status) == [.notFound])
  }

  @Test("while somebody writes, a reader waits a moment and then folds in memory")
  func whileWriting() throws {
    try fill()
    _ = try ledger.views()
    try ledger.append(.indicatorIngested, at: 3)
    let reader = try ledger.open()
    try ledger.log.exclusively {
      let views = try Views.upToDate(for: reader)
      let (hash, expected) = (try views.stateHash(), try truth)
      #expect(hash == expected)
    }
    #expect(try Views.upToDate(for: reader).stateHash() == truth)
  }

  @Test("views ahead of a log that was restored from a backup are built anew")
  func restoredBackup() throws {
    try fill(seed: 1, 30)
    let backup = "\(ledger.folder.path)/backup.db"
    try Database(path: ledger.folder.log, mode: .readOnly).execute("VACUUM INTO '\(backup)'")
    try ledger.append((100..<130).map { draft($0, .indicatorIngested, at: 1) })
    _ = try ledger.views()
    try restore(backup)
    let log = try ledger.open(.readWrite)
    #expect(try log.head() == 30)
    let expected = try Views.inMemory(for: log).stateHash()
    #expect(try Views.upToDate(for: log).stateHash() == expected)
  }

  @Test("nor are views used that another history had led to, also where it was shorter")
  func otherHistory() throws {
    try fill(seed: 1, 30)
    let backup = "\(ledger.folder.path)/backup.db"
    try Database(path: ledger.folder.log, mode: .readOnly).execute("VACUUM INTO '\(backup)'")
    try ledger.append((100..<110).map { draft($0, .indicatorIngested, at: 1) })
    _ = try ledger.views()
    try restore(backup)
    let log = try ledger.open(.readWrite)
    // The restored log grows past the position of the views before anybody looks at them.
    try log.write(AppendContext(now: { hour(0) }, salt: { Array(repeating: 1, count: 32) })) { appender in
      for number in Int64(200)..<230 {
        _ = try appender.append(draft(number, .indicatorIngested, source: "new", at: 2))
      }
    }
    let expected = try Views.inMemory(for: log).stateHash()
    #expect(try Views.upToDate(for: log).stateHash() == expected)
    #expect(ledger.generation == "views-2.db")
  }

  private func restore(_ backup: String) throws {
    for suffix in ["-wal", "-shm"] { Files.remove(ledger.folder.log + suffix) }
    try Files.move(backup, to: ledger.folder.log)
  }

  @Test("views of another version of the code are built anew, by readers too", arguments: [-1, 1] as [Int64])
  func otherVersion(_ difference: Int64) throws {
    try fill()
    _ = try ledger.views()
    try Database(path: ledger.folder.views, mode: .readWrite).execute(
      "UPDATE checkpoint SET code = \(Views.codeVersion + difference); DELETE FROM indicator")
    #expect(try Views.upToDate(for: ledger.open()).stateHash() == truth)
    #expect(ledger.generation == "views-2.db")
  }

  @Test("a file that is no database, empty, or a file in place of the link is built anew")
  func foreignFiles() throws {
    try fill()
    for bytes in [[], Array("text".utf8), Array(repeating: UInt8(0), count: 8192)] {
      _ = try ledger.views()
      let target = "\(ledger.folder.path)/\(ledger.generation ?? "")"
      for suffix in ["-wal", "-shm"] { Files.remove(target + suffix) }
      try Files.replace(target, with: bytes)
      #expect(try Views.upToDate(for: ledger.open()).stateHash() == truth)
      Files.remove(ledger.folder.views)
      try Files.replace(ledger.folder.views, with: bytes)
      #expect(try Views.upToDate(for: ledger.open()).stateHash() == truth)
      #expect(Files.destination(ofLink: ledger.folder.views) != nil)
    }
  }

  @Test("damage deeper in the file is mended by the next writer", arguments: [UInt64](1...8))
  func damaged(seed: UInt64) throws {
    try fill(seed: seed, 150)
    #expect(try ledger.views().database.checkpoint())
    let path = "\(ledger.folder.path)/\(ledger.generation ?? "")"
    var bytes = try Files.contents(of: path)
    for suffix in ["-wal", "-shm"] { Files.remove(path + suffix) }
    // Every page but the first two loses its header.
    for page in stride(from: 2 * 4096, to: bytes.count, by: 4096) { bytes[page] = 0xEE }
    try Files.replace(path, with: bytes)
    try ledger.append(
      RandomLog.streams.enumerated().map { draft(500 + Int64($0), .indicatorIngested, about: $1, at: 1) })
    #expect(try ledger.views().stateHash() == truth)
    #expect(try Views.upToDate(for: ledger.open()).stateHash() == truth)
  }

  @Test("a reader goes on with the generation it has open while another is built")
  func openGeneration() throws {
    try fill()
    _ = try ledger.views()
    let reader = try Views.upToDate(for: ledger.open())
    let before = try reader.stateHash()
    try reader.read {
      let seq = try reader.seq()
      try ledger.append(.indicatorIngested, at: 9)
      _ = try ledger.log.exclusively { try Views.rebuild(for: ledger.log) }
      let (again, hash) = (try reader.seq(), try reader.stateHash())
      #expect(again == seq)
      #expect(hash == before)
    }
    #expect(ledger.generation == "views-2.db")
    #expect(!viewFiles.contains { $0.hasPrefix("views-1") })
    #expect(try Views.upToDate(for: ledger.open()).stateHash() == truth)
  }

  @Test("a rebuild that was killed leaves nothing that matters")
  func killedRebuild() throws {
    try fill()
    _ = try ledger.views()
    try Files.createPrivateFolder("\(ledger.folder.path)/.iocledger-partial-1")
    try Files.replace("\(ledger.folder.path)/.iocledger-partial-1/views.db", with: Array("half".utf8))
    #expect(try Views.upToDate(for: ledger.open()).stateHash() == truth)
    _ = try ledger.log.exclusively { try Views.rebuild(for: ledger.log) }
    #expect(ledger.generation == "views-2.db")
    #expect(viewFiles.filter { !$0.hasPrefix("views-2.db") } == ["views.db"])
    #expect(!Files.names(in: ledger.folder.path).contains { $0.hasPrefix(".iocledger-partial") })
    #expect(try Views.upToDate(for: ledger.open()).stateHash() == truth)
  }

  @Test("their write-ahead log is emptied when it has grown")
  func writeAheadLog() throws {
    let facts: Facts = ["a.text": .text(String(repeating: "x", count: 2000))]
    for round in Int64(0)..<6 {
      try ledger.append(
        (0..<1500).map { number in
          draft(
            round * 10_000 + number, .indicatorIngested,
            about: StreamKey(Indicator(.ipv4, canonical: "198.51.\(number / 250).\(number % 250)")), at: Double(round),
            facts: facts)
        })
      _ = try ledger.views()
    }
    #expect(Files.size("\(ledger.folder.path)/views-1.db-wal") < 16 << 20)
    #expect(Files.size("\(ledger.folder.path)/views-1.db") > 3 << 20)
    #expect(try ledger.views().stateHash() == truth)
  }

  @Test("a second reader stands at the same position or there is none")
  func secondReader() throws {
    try fill()
    let views = try ledger.views()
    let seq = try views.seq()
    #expect(try views.secondReader(at: seq)?.stateHash() == views.stateHash())
    #expect(views.secondReader(at: seq + 1) == nil)
    #expect(try Views.inMemory(for: ledger.log).secondReader(at: seq) == nil)
  }
}
