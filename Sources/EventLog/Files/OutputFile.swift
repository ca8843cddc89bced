#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that a user names for a command to write into.
///
/// A regular file is replaced whole, or made, by way of a ``Draft``; where a link stands, the link is replaced and not
/// what it leads to. What is no regular file, such as a pipe, a terminal or `/dev/null`, is written through. Files of a
/// ledger, in whatever spelling, and files of another user are refused before anything is written.
public struct OutputFile: Sendable {
  private enum Target {
    case file
    /// A pipe, a terminal, a device.
    case stream
    /// A descriptor of this process, such as `/dev/stdout`.
    case descriptor(Int32)
  }

  /// The path, as it was given.
  public let path: String
  private let target: Target

  /// Looks at what is there; `ledger` is one whose files are refused besides those of the ledger around the path.
  public init(_ path: String, apartFrom ledger: LedgerFolder? = nil) throws(EventLogError) {
    self.path = path
    guard !path.isEmpty, !path.hasSuffix("/") else {
      throw EventLogError(.refused, "'\(path)' names no file; name one to write into")
    }
    if let descriptor = Self.openDescriptor(path) {
      target = .descriptor(descriptor)
      return
    }
    target = try Self.look(at: path)
    guard case .file = target else { return }
    let parent = Files.folder(of: path)
    guard Files.isFolder(parent) else {
      throw EventLogError(
        .inputOutput, "there is no folder \(parent) to write \(Files.name(of: path)) into; make it first")
    }
    if let file = LedgerFolder.ownFile(path, ledger) {
      throw EventLogError(
        .refused, "\(path) is \(file) of a ledger, which only iocledger itself writes; name another file")
    }
  }

  /// Whether a file is replaced whole; else bytes are written through into what is there.
  public var isReplaced: Bool {
    if case .file = target { true } else { false }
  }

  /// Whether it is standard output, under whatever name.
  public var isStandardOutput: Bool {
    if case .descriptor(STDOUT_FILENO) = target { true } else { false }
  }

  /// Whether something would be replaced.
  public var exists: Bool { isReplaced && Files.isTaken(path) }

  /// Writes all of the bytes, and nothing else.
  public func write(_ bytes: [UInt8]) throws(EventLogError) {
    guard !isReplaced else { return try Files.replace(path, with: bytes) }
    try writeThrough { write throws(EventLogError) in try write(bytes) }
  }

  /// Puts a whole file into its place; `replacing` false refuses where something is there.
  package func take(_ file: String, replacing: Bool) throws(EventLogError) {
    guard !isReplaced else { return try Files.move(file, to: path, replacing: replacing) }
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw Files.failure("\(file) cannot be read") }
    defer { close(descriptor) }
    try writeThrough { write throws(EventLogError) in
      var buffer = [UInt8](repeating: 0, count: 1 << 20)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count == 0 { return }
        guard count > 0 || errno == EINTR else { throw Files.failure("\(file) cannot be read") }
        try write(Array(buffer[..<max(0, count)]))
      }
    }
  }

  private func writeThrough(
    _ body: ((_ bytes: [UInt8]) throws(EventLogError) -> Void) throws(EventLogError) -> Void
  ) throws(EventLogError) {
    let opened: Int32
    if case .descriptor(let number) = target {
      opened = dup(number)
    } else {
      opened = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC)
    }
    guard opened >= 0 else { throw Files.failure("\(path) cannot be opened for writing") }
    defer { close(opened) }
    try body { bytes throws(EventLogError) in
      let result = bytes.withUnsafeBytes { bytes in
        Result { () throws(EventLogError) in try Files.write(bytes, to: opened, path) }
      }
      try result.get()
    }
  }

  private static func look(at path: String) throws(EventLogError) -> Target {
    var (own, end) = (stat(), stat())
    guard lstat(path, &own) == 0 else { return .file }
    let mayWrite = own.st_uid == geteuid()
    guard stat(path, &end) == 0, end.st_mode & S_IFMT != S_IFREG else {
      guard mayWrite else {
        throw EventLogError(.permission, "\(path) belongs to another user; name another file")
      }
      return .file
    }
    switch end.st_mode & S_IFMT {
    case S_IFDIR: throw EventLogError(.refused, "\(path) is a folder; name a file in it")
    case S_IFSOCK: throw EventLogError(.refused, "\(path) is a socket, which cannot be opened as a file; name another")
    case S_IFIFO where end.st_uid != geteuid():
      throw EventLogError(.permission, "the pipe \(path) belongs to another user; name another")
    default: return .stream
    }
  }

  /// The number of the descriptor of this process that a path stands for; nil where it stands for none.
  private static func openDescriptor(_ path: String) -> Int32? {
    var path = path
    for _ in 0..<16 {
      let folder = Files.folder(of: path)
      if let number = Int32(Files.name(of: path)),
        ["/proc/\(getpid())/fd", "/dev/fd"].contains(Files.resolvingLinks(folder))
      {
        return fcntl(number, F_GETFD) == -1 ? nil : number
      }
      guard let destination = Files.destination(ofLink: path) else { return nil }
      path = destination.hasPrefix("/") ? destination : "\(folder)/\(destination)"
    }
    return nil
  }
}
