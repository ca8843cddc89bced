import Foundation

/// Public data beside the package, for tests that look at the real thing where it is there.
enum SharedData {
  static let folder: URL? = {
    if let path = ProcessInfo.processInfo.environment["IOCLEDGER_SHARED"] {
      let folder = URL(fileURLWithPath: path).appending(path: "data")
      return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }
    var ancestor = URL(fileURLWithPath: #filePath)
    while ancestor.path != "/" {
      ancestor = ancestor.deletingLastPathComponent()
      let folder = ancestor.appending(path: "shared/data")
      if FileManager.default.fileExists(atPath: folder.path) { return folder }
    }
    return nil
  }()

  static func text(_ path: String) throws -> String {
    guard let folder else { return "" }
    return try String(contentsOf: folder.appending(path: path), encoding: .utf8)
  }

  static func files(in path: String) throws -> [(name: String, text: String)] {
    guard let folder else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: path).path).sorted().map {
      (name: $0, text: try text("\(path)/\($0)"))
    }
  }
}
