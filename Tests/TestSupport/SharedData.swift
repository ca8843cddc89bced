import Foundation

/// Real feeds, reports and vendors' answers beside the package, for tests that are skipped where they are missing.
public enum SharedData {
  /// `data` in the folder that `IOCLEDGER_SHARED` names, else `shared/data` in an ancestor of the package.
  public static let folder: URL? = {
    var places: [URL] = []
    if let named = ProcessInfo.processInfo.environment["IOCLEDGER_SHARED"] {
      places.append(URL(filePath: named).appending(path: "data"))
    }
    var ancestor = URL(filePath: #filePath)
    while ancestor.path != "/" {
      ancestor.deleteLastPathComponent()
      places.append(ancestor.appending(path: "shared/data"))
    }
    return places.first { FileManager.default.fileExists(atPath: $0.path) }
  }()

  /// Whether it is there.
  public static var isThere: Bool { folder != nil }

  /// That it is not.
  public struct Missing: Error {}

  /// Where a file is.
  public static func file(_ path: String) throws -> URL {
    guard let folder else { throw Missing() }
    return folder.appending(path: path)
  }

  /// The files in a folder, by their names.
  public static func files(in path: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: file(path), includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }
  }

  /// The bytes of a file.
  public static func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: file(path))) }

  /// The text of a file.
  public static func text(_ path: String) throws -> String { try String(contentsOf: file(path), encoding: .utf8) }
}
