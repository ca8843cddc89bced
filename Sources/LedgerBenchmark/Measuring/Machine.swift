import EventLog
import JSON
import SQLite

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the figures were measured, without which they mean little.
struct Machine {
  /// Processors that are online.
  let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
  /// What the processor calls itself.
  let processor: String
  /// The kind of file system that holds the scratch folder.
  let fileSystem: String
  /// SQLite's version.
  let sqlite = Database.libraryVersionText
  /// How writes are made durable.
  let durability = "WAL, synchronous=FULL, batches of 1,000"

  init(folder: String) {
    processor = Self.value(of: "model name", in: "/proc/cpuinfo", separator: ":") ?? "unknown"
    fileSystem = Self.fileSystem(of: folder)
  }

  var summary: String { "\(cores) cores (\(processor)), SQLite \(sqlite), \(fileSystem), \(durability)" }

  var json: JSONValue {
    [
      "cores": .integer(Int64(cores)), "processor": .string(processor), "sqlite": .string(sqlite),
      "file_system": .string(fileSystem), "durability": .string(durability),
    ]
  }

  private static func value(of name: String, in path: String, separator: Character) -> String? {
    guard let bytes = try? Files.contents(of: path) else { return nil }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix(name) {
      guard let start = line.firstIndex(of: separator) else { continue }
      return String(line[line.index(after: start)...].drop { $0 == " " })
    }
    return nil
  }

  /// The type of the mount with the longest path that the folder lies under.
  private static func fileSystem(of folder: String) -> String {
    let resolved = realpath(folder, nil)
    defer { free(resolved) }
    let path = resolved.map { String(cString: $0) } ?? folder
    guard let bytes = try? Files.contents(of: "/proc/mounts") else { return "unknown file system" }
    var best = (length: -1, type: "unknown file system")
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 2, path == fields[1] || path.hasPrefix(fields[1] == "/" ? "/" : fields[1] + "/"),
        fields[1].utf8.count > best.length
      else { continue }
      best = (fields[1].utf8.count, String(fields[2]))
    }
    return best.type
  }
}
