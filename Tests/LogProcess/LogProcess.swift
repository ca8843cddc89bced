import EventLog
import Events
import Indicators
import Time
import Views

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Another process at a ledger, for the tests that need one: to be killed, to compete, or to be somebody else.
///
/// `LogProcess write FOLDER NUMBER BATCHES` appends batches of three events under ids of its own number, catches the
/// views up, and prints the last position after each; 0 batches for no end. `LogProcess read FOLDER USER` becomes that
/// user and prints the head, whether the log is sound, and the hash of the views; `error: …` where it cannot.
/// `LogProcess follow|checkpoint|rebuild FOLDER TIMES` verifies the log and asks the views, empties the write-ahead log,
/// or builds the views anew, so many times over, and prints the head each time.
@main
struct LogProcess {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 4 else { exit(64) }
    let folder = LedgerFolder(arguments[2])
    switch arguments[1] {
    case "write": try write(folder, number: Int64(arguments[3]) ?? 0, batches: Int(arguments[4]) ?? 0)
    case "read": read(folder, user: uid_t(arguments[3]) ?? getuid())
    case "follow":
      try times(folder, .readOnly, arguments[3]) { log in
        let head = try log.head()
        let result = log.verify()
        guard result.isSound, result.events >= head, try Views.upToDate(for: log).seq() >= head else { exit(70) }
      }
    case "checkpoint": try times(folder, .readWrite, arguments[3]) { try $0.checkpointIfLarge(threshold: 0) }
    case "rebuild":
      try times(folder, .readWrite, arguments[3]) { log in try log.exclusively { _ = try Views.rebuild(for: log) } }
    default: exit(64)
    }
  }

  private static func times(
    _ folder: LedgerFolder, _ access: EventLog.Access, _ count: String, _ body: (EventLog) throws -> Void
  ) throws {
    let log = try EventLog(folder, access: access, now: Timestamp(milliseconds: 0))
    for _ in 0..<(Int(count) ?? 0) {
      try body(log)
      say("\(try log.head())")
    }
  }

  private static func write(_ folder: LedgerFolder, number: Int64, batches: Int) throws {
    let log = try EventLog(folder, access: .readWrite, now: Timestamp(milliseconds: 0))
    var batch: Int64 = 0
    while batches == 0 || batch < Int64(batches) {
      batch += 1
      let time = Timestamp(milliseconds: 1_767_225_600_000 + batch)
      let seq = try log.exclusively {
        let context = AppendContext(now: { time }, salt: { (0..<32).map { _ in UInt8.random(in: 0...255) } })
        let seq = try log.write(context) { appender in
          for part in 0..<Int64(3) {
            let id = EventID(at: time, entropy: (0, UInt64(bitPattern: number << 40 | batch << 2 | part)))
            guard case .appended = try appender.append(draft(id, number, batch, part, time)) else { exit(70) }
          }
          return appender.head
        }
        try Views.writable(for: log).catchUp(with: log)
        try log.checkpointIfLarge(threshold: batch % 8 == 0 ? 0 : 16 << 20)
        return seq
      }
      say("\(seq)")
    }
  }

  private static func draft(
    _ id: EventID, _ number: Int64, _ batch: Int64, _ part: Int64, _ time: Timestamp
  ) -> EventDraft {
    EventDraft(
      id: id, stream: StreamKey(Indicator(.domain, canonical: "w\(number)-\(batch % 50).example")),
      type: part == 0 ? .indicatorIngested : .observationRecorded, source: "source-\(part)-\(batch % 5)",
      actor: "process-\(number)", observedAt: time, receivedAt: time,
      facts: ["status": "found", "a.count": .integer(batch)], payload: part == 1 ? Array("answer \(batch)".utf8) : nil)
  }

  private static func read(_ folder: LedgerFolder, user: uid_t) {
    guard setuid(user) == 0 else { exit(77) }
    do {
      let log = try EventLog(folder, access: .readOnly, now: Timestamp(milliseconds: 0))
      let views = try Views.upToDate(for: log)
      say("\(try log.head()) \(log.verify().isSound) \(try views.stateHash())")
    } catch {
      say("error: \(error)")
    }
  }

  /// Prints a line at once.
  private static func say(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    _ = bytes.withUnsafeBytes { write($0) }
  }

  private static func write(_ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(1, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(1, bytes.baseAddress, bytes.count)
    #endif
  }
}
