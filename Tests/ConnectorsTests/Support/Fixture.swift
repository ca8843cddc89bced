import Foundation
import JSON

/// Files that tests read: our own fixtures always, the recorded vendors' answers where they are there.
enum Fixture {
  private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  /// The bytes of a file under `Fixtures`.
  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: here.appendingPathComponent("Fixtures/\(path)")))
  }

  static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

  static func json(_ path: String) throws -> JSONValue { try JSONValue(parsing: try bytes(path)) }

  /// The recorded answers: `shared/data/vendors` beside one of the package's ancestors, or in `IOCLEDGER_SHARED`.
  static let recordings: URL? = {
    var places: [URL] = []
    if let stated = ProcessInfo.processInfo.environment["IOCLEDGER_SHARED"] {
      places.append(URL(fileURLWithPath: stated).appendingPathComponent("data/vendors"))
    }
    var ancestor = here
    while ancestor.path != "/" {
      ancestor.deleteLastPathComponent()
      places.append(ancestor.appendingPathComponent("shared/data/vendors"))
    }
    return places.first { FileManager.default.fileExists(atPath: $0.path) }
  }()

  /// The bytes of a recorded answer.
  static func recording(_ path: String) throws -> [UInt8] {
    struct Missing: Error {}
    guard let recordings else { throw Missing() }
    return Array(try Data(contentsOf: recordings.appendingPathComponent(path)))
  }
}
