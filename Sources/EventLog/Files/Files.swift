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

  /// Whether that is a file, or a link that leads to one.
  public static func leadsToFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Whether something is there, be it a link that leads nowhere.
  public static func isTaken(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether a file is called by one name only.
  public static func hasOneName(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_nlink == 1
  }

  /// Whether that is a folder.
  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Which file that is, under whatever name; nil where there is none.
  public static func identity(_ path: String) -> FileIdentity? {
    var status = stat()
    return stat(path, &status) == 0 ? FileIdentity(status) : nil
  }

  /// Whether a name is that of something that is being made, or was left behind half made.
  package static func isDraft(_ name: String) -> Bool { name.hasPrefix(Draft.prefix) }

  /// Removes a file, if it is there.
  public static func remove(_ path: String) { unlink(path) }

  /// Removes a folder with all that is in it, following no link.
  public static func removeFolder(_ path: String) { removeFolder(Array(path.utf8)) }

  /// By its bytes: not every name in it need be text.
  private static func removeFolder(_ path: [UInt8]) {
    for name in namesAsBytes(in: path) {
      let inner = path + [UInt8(ascii: "/")] + name
      if inner.withTerminator({ unlink($0) }) != 0 { removeFolder(inner) }
    }
    _ = path.withTerminator { rmdir($0) }
  }

  /// Makes an empty file that only its owner may read and write, where there is nothing yet.
  public static func createPrivate(_ path: String) throws(EventLogError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("\(path) cannot be made") }
    fchmod(descriptor, 0o600)
    close(descriptor)
  }

  /// Makes a folder that only its owner may enter, and the folders above it; an existing one stays as it is.
  public static func createPrivateFolder(_ path: String) throws(EventLogError) {
    var parts = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      parts += parts.isEmpty || parts.hasSuffix("/") ? String(part) : "/\(part)"
      if mkdir(parts, 0o700) == 0 {
        chmod(parts, 0o700)
      } else if errno != EEXIST {
        throw failure("the folder \(parts) cannot be made")
      }
    }
  }

  /// Gives something another name in one step, and makes the change durable.
  ///
  /// It takes the place of what had the name; with `replacing` false that is an error.
  public static func move(_ path: String, to target: String, replacing: Bool = true) throws(EventLogError) {
    if replacing || isFolder(path) {
      guard rename(path, target) == 0 else { throw failure("\(target) cannot be written") }
    } else if systemLink(path, target) == 0 {
      // A second name cannot be given to what is taken, as renaming would.
      unlink(path)
    } else {
      // Some file systems have no second names.
      let isTaken = errno == EEXIST
      guard !isTaken, !self.isTaken(target), rename(path, target) == 0 else {
        if isTaken || self.isTaken(target) {
          throw EventLogError(.refused, "\(target) is there already; name another file")
        }
        throw failure("\(target) cannot be written")
      }
    }
    synchronizeFolder(of: target)
  }

  /// Whether nobody but the owner (and the system's administrator) may read or write a file.
  public static func isPrivate(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & 0o077 == 0
  }

  /// Writes a whole file that only its owner may read, all of it or nothing, by way of a ``Draft``.
  public static func replace(
    _ path: String, with bytes: [UInt8], mode: mode_t = 0o600
  ) throws(EventLogError) {
    let draft = try Draft(fileFor: path)
    try draft.write(bytes)
    try draft.keep(as: path, mode: mode)
  }

  /// Reads a whole file of at most `limit` bytes.
  ///
  /// Anything but a file is refused at once; `allowingStreams` takes a pipe too, for what a user names.
  public static func contents(
    of path: String, limit: Int = 64 << 20, allowingStreams: Bool = false
  ) throws(EventLogError) -> [UInt8] {
    // Without waiting for a pipe's writer; for files that makes no difference.
    let waiting = allowingStreams ? 0 : O_NONBLOCK
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | waiting)
    guard descriptor >= 0 else { throw failure("\(path) cannot be read") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG || allowingStreams else {
      throw EventLogError(.refused, "\(path) is not a regular file; put one there, or take it away")
    }
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

  /// The first bytes of a regular file, at most so many.
  static func beginning(of path: String, count: Int) throws(EventLogError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure("\(path) cannot be read") }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: count)
    let got = read(descriptor, &bytes, count)
    guard got >= 0 else { throw failure("\(path) cannot be read") }
    return Array(bytes[..<got])
  }

  /// Writes all of the bytes to a descriptor; `path` is its name for messages.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String) throws(EventLogError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count == 0 || (errno == EAGAIN || errno == EWOULDBLOCK) {
        pauseBriefly()
      } else if errno != EINTR {
        throw failure("\(path) cannot be written")
      }
    }
  }

  /// The names in a folder, sorted by their bytes; where one is not UTF-8, U+FFFD stands in it.
  public static func names(in folder: String) -> [String] {
    namesAsBytes(in: folder).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The names in a folder as the file system has them, sorted.
  public static func namesAsBytes(in folder: String) -> [[UInt8]] { namesAsBytes(in: Array(folder.utf8)) }

  private static func namesAsBytes(in folder: [UInt8]) -> [[UInt8]] {
    guard let stream = folder.withTerminator({ opendir($0) }) ?? nil else { return [] }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name != [UInt8(ascii: ".")], name != Array("..".utf8) { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
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

  /// The last part of a path.
  public static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// Points a symbolic link somewhere else in one step; only under the ledger's lock.
  public static func link(_ path: String, to destination: String) throws(EventLogError) {
    let draft = "\(folder(of: path))/\(Draft.prefix)link"
    unlink(draft)
    guard symlink(destination, draft) == 0 else { throw failure("\(path) cannot be made") }
    do {
      try move(draft, to: path)
    } catch {
      unlink(draft)
      throw error
    }
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

/// A file or folder, whatever it is called: its device and its number there.
public struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let number: UInt64

  init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
  }
}

extension [UInt8] {
  /// Calls the closure with the bytes as a C text, which may be no UTF-8.
  fileprivate func withTerminator<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result? {
    let text = map { CChar(bitPattern: $0) } + [0]
    return text.withUnsafeBufferPointer { $0.baseAddress.map(body) }
  }
}

private func systemLink(_ path: String, _ target: String) -> Int32 { link(path, target) }

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
