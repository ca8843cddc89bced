#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file or folder that is being made beside where it belongs, and gets its own name once it is whole.
///
/// Its name cannot be foreseen, it is made where nothing is, and nobody but its owner can open it. A lock on it tells it
/// from one that a killed process left behind: whoever makes the next draft in the same folder removes those.
package final class Draft {
  /// Where it is being made.
  package let path: String
  /// What it is for, in messages.
  private let target: String
  private let isFolder: Bool
  private let descriptor: Int32
  private var isKept = false

  /// What the names of drafts begin with.
  static let prefix = ".iocledger-partial-"

  /// Begins an empty file that is to stand at a path.
  package convenience init(fileFor target: String) throws(EventLogError) {
    try self.init(in: Files.folder(of: target), for: target, isFolder: false)
  }

  /// Begins an empty folder beside a path, or in another folder.
  package convenience init(folderFor target: String, in folder: String? = nil) throws(EventLogError) {
    try self.init(in: folder ?? Files.folder(of: target), for: target, isFolder: true)
  }

  private init(in folder: String, for target: String, isFolder: Bool) throws(EventLogError) {
    Draft.removeLeftovers(in: folder)
    while true {
      let path = folder + "/" + Draft.prefix + String(UInt64.random(in: .min ... .max), radix: 36)
      guard let descriptor = try Draft.make(path, for: target, isFolder) else { continue }
      // Somebody who looks for left-overs may hold the lock for a moment, and may have removed it.
      while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
      guard Draft.isStill(descriptor, at: path) else {
        close(descriptor)
        continue
      }
      self.path = path
      self.target = target
      self.isFolder = isFolder
      self.descriptor = descriptor
      return
    }
  }

  deinit {
    if !isKept { Draft.remove(path, isFolder) }
    close(descriptor)
  }

  /// Makes it; nil where the name is taken.
  private static func make(_ path: String, for target: String, _ isFolder: Bool) throws(EventLogError) -> Int32? {
    if isFolder {
      guard mkdir(path, 0o700) == 0 else {
        if errno == EEXIST { return nil }
        throw Files.failure("\(target) cannot be written")
      }
      chmod(path, 0o700)
    }
    let how = isFolder ? O_RDONLY | O_DIRECTORY : O_RDWR | O_CREAT | O_EXCL
    let descriptor = open(path, how | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      // A folder may be gone again already.
      if errno == EEXIST || (isFolder && errno == ENOENT) { return nil }
      throw Files.failure("\(target) cannot be written")
    }
    if !isFolder { fchmod(descriptor, 0o600) }
    return descriptor
  }

  private static func isStill(_ descriptor: Int32, at path: String) -> Bool {
    var (mine, there) = (stat(), stat())
    return fstat(descriptor, &mine) == 0 && lstat(path, &there) == 0 && FileIdentity(mine) == FileIdentity(there)
  }

  /// Removes what processes that are gone left behind in a folder.
  private static func removeLeftovers(in folder: String) {
    for name in Files.names(in: folder) where name.hasPrefix(prefix) {
      let path = "\(folder)/\(name)"
      let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_uid == geteuid(), flock(descriptor, LOCK_EX | LOCK_NB) == 0
      else { continue }
      remove(path, status.st_mode & S_IFMT == S_IFDIR)
    }
  }

  private static func remove(_ path: String, _ isFolder: Bool) {
    if isFolder { Files.removeFolder(path) } else { unlink(path) }
  }

  /// Adds bytes to a file.
  package func write(_ bytes: [UInt8]) throws(EventLogError) {
    // A closure of the standard library throws any error.
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(EventLogError) in try Files.write(bytes, to: descriptor, target) }
    }
    try result.get()
  }

  /// Gives it its name, in the place of what had that; with `replacing` false, only where nothing has.
  package func keep(as path: String, mode: mode_t? = nil, replacing: Bool = true) throws(EventLogError) {
    if let mode, !isFolder { fchmod(descriptor, mode) }
    guard fsync(descriptor) == 0 || isFolder else { throw Files.failure("\(target) cannot be made durable") }
    try Files.move(self.path, to: path, replacing: replacing)
    isKept = true
  }
}
