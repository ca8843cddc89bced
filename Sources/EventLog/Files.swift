#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The few file operations a ledger needs, with tight permissions and errors in words.
public enum Files {
  /// Whether something is there.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
  /// Whether this user may look whether something is there: false where a folder on the way cannot be entered.
  public static func isReachable(_ path: String) -> Bool { access(path, F_OK) == 0 || errno != EACCES }
  /// Whether this user may read it.
  public static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }
  /// Whether this user may write it.
  public static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }

  /// The size in bytes; 0 where there is no such file.
  public static func size(_ path: String) -> Int64 {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }

  /// Whether that is a file, and neither a folder nor a link nor anything else.
  public static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Whether that is a folder.
  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Removes a file, if it is there.
  public static func remove(_ path: String) { unlink(path) }

  /// Removes a folder with all that is in it, following no link.
  public static func removeFolder(_ path: String) {
    for name in names(in: path) where unlink("\(path)/\(name)") != 0 { removeFolder("\(path)/\(name)") }
    rmdir(path)
  }

  /// Makes an empty file that only its owner may read and write; an existing one stays as it is.
  public static func createPrivate(_ path: String) throws(EventLogError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("\(path) cannot be made") }
    close(descriptor)
  }

  /// Makes a folder that only its owner may enter, and the folders above it; an existing one stays as it is.
  public static func createPrivateFolder(_ path: String) throws(EventLogError) {
    var parts = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      parts += parts.isEmpty || parts.hasSuffix("/") ? String(part) : "/\(part)"
      guard mkdir(parts, 0o700) == 0 || errno == EEXIST else { throw failure("the folder \(parts) cannot be made") }
    }
  }

  /// Gives a file another name, replacing what had it, and makes the change durable.
  public static func move(_ path: String, to target: String) throws(EventLogError) {
    guard rename(path, target) == 0 else { throw failure("\(path) cannot be renamed to \(target)") }
    synchronizeFolder(of: target)
  }

  /// Whether nobody but the owner (and the system's administrator) may read or write a file.
  public static func isPrivate(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & 0o077 == 0
  }

  /// Writes a new file for its owner alone, all of it or nothing: no moment passes in which others could open it.
  public static func createSecret(_ path: String, with bytes: [UInt8]) throws(EventLogError) {
    // A draft that an earlier run, or somebody else, left behind could have other permissions.
    unlink(path + ".new")
    try replace(path, with: bytes, flags: O_EXCL | O_NOFOLLOW)
  }

  /// Writes a whole file that only its owner may read, all of it or nothing.
  public static func replace(
    _ path: String, with bytes: [UInt8], mode: mode_t = 0o600, flags: Int32 = O_TRUNC
  ) throws(EventLogError) {
    let draft = path + ".new"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_CLOEXEC | flags, mode)
    guard descriptor >= 0 else { throw failure("\(path) cannot be written") }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else {
        let error = failure("\(path) cannot be written")
        close(descriptor)
        unlink(draft)
        throw error
      }
      written += max(0, count)
    }
    guard fsync(descriptor) == 0 else {
      let error = failure("\(path) cannot be made durable")
      close(descriptor)
      unlink(draft)
      throw error
    }
    close(descriptor)
    try move(draft, to: path)
  }

  /// Reads a whole file of at most `limit` bytes.
  public static func contents(of path: String, limit: Int = 64 << 20) throws(EventLogError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("\(path) cannot be read") }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw failure("\(path) cannot be read")
      }
      guard bytes.count + count <= limit else {
        throw EventLogError(.refused, "\(path) is larger than \(limit >> 20) MiB; that cannot be right")
      }
      bytes += buffer[..<count]
    }
  }

  /// The names in a folder, sorted.
  public static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Where a symbolic link leads; nil where there is none.
  public static func destination(ofLink path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { buffer in
      buffer.baseAddress.map { readlink(path, $0.assumingMemoryBound(to: CChar.self), buffer.count) } ?? 0
    }
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }

  /// A path without symbolic links, as SQLite resolves it to find a database's companions; itself where nothing is there.
  public static func resolvingLinks(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The path of the folder that holds something.
  public static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Points a symbolic link somewhere else in one step.
  public static func link(_ path: String, to destination: String) throws(EventLogError) {
    let draft = path + ".new"
    unlink(draft)
    guard symlink(destination, draft) == 0 else { throw failure("\(path) cannot be made") }
    try move(draft, to: path)
  }

  /// Makes a file's contents durable.
  public static func synchronize(_ path: String) throws(EventLogError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("\(path) cannot be made durable") }
    let result = fsync(descriptor)
    let error = result == 0 ? nil : failure("\(path) cannot be made durable")
    close(descriptor)
    if let error { throw error }
  }

  /// Gives other processes a moment: ten milliseconds.
  public static func pauseBriefly() { usleep(10_000) }

  static func synchronizeFolder(of path: String) {
    let descriptor = open(folder(of: path), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  static func failure(_ what: String) -> EventLogError {
    let reason = String(cString: strerror(errno))
    switch errno {
    case ENOSPC, EDQUOT: return EventLogError(.diskFull, "\(what): the disk is full; free some space and try again")
    case EACCES, EPERM: return EventLogError(.permission, "\(what): \(reason); check its permissions")
    case EROFS: return EventLogError(.readOnly, "\(what): \(reason); choose another place with --ledger")
    default: return EventLogError(.inputOutput, "\(what): \(reason)")
    }
  }
}
