import EventLog
import Foundation
import Synchronization

/// Logs that are made once and copied by every test that changes one.
enum Fixtures {
  /// 3,100 events: three kept subtree roots and a rest.
  nonisolated(unsafe) static let longer: TemporaryLedger = made { try richLedger(events: 3100) }
  /// 9,000 events: two sections that are checked apart, and a rest.
  nonisolated(unsafe) static let sections: TemporaryLedger = made { try richLedger(events: 9000) }
  nonisolated(unsafe) static let rich: TemporaryLedger = made { try richLedger() }
  nonisolated(unsafe) static let long: TemporaryLedger = made { try richLedger(events: 1100) }

  // Never changed after it was made, and only ever copied, which is why sharing it between tests is safe.
  private static func made(_ make: () throws -> TemporaryLedger) -> TemporaryLedger {
    do {
      let ledger = try make()
      folders.withLock { $0.append(ledger.folder.path) }
      return ledger
    } catch {
      preconditionFailure("the fixture cannot be made: \(error)")
    }
  }

  // Nothing takes down what is static, so that their folders are removed as the process ends.
  private static let folders: Mutex<[String]> = {
    atexit { Fixtures.removeFolders() }
    return Mutex([])
  }()

  private static func removeFolders() {
    folders.withLock { $0.forEach { try? FileManager.default.removeItem(atPath: $0) } }
  }
}
