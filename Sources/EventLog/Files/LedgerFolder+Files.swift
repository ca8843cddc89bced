#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension LedgerFolder {
  /// The folders of a ledger all of whose files are its own.
  private var folders: [String] { [keys, checkpoints, scorecards, lists] }

  /// What a path is called in the ledger whose own file it is; nil where it is nobody's.
  ///
  /// By the file that is there, whatever name it has, and by the place and the name, whatever their letter case: some
  /// file systems do not tell cases apart. Looked for in the ledger that is given and in those around the path.
  package static func ownFile(_ path: String, _ ledger: LedgerFolder?) -> String? {
    let parent = Files.folder(of: path)
    let around = [parent, parent + "/.."].map { LedgerFolder($0) }.filter { Files.isTaken($0.log) }
    let (file, place) = (Files.identity(path), Files.identity(parent))
    let name = Files.name(of: path).lowercased()
    for ledger in around + [ledger].compactMap({ $0 }) {
      if let place {
        if place == Files.identity(ledger.path), isOwn(name) { return name }
        if ledger.folders.contains(where: { Files.identity($0) == place }) { return name }
      }
      guard let file else { continue }
      let top = Files.names(in: ledger.path).filter(isOwn).map { "\(ledger.path)/\($0)" }
      let lower = ledger.folders.flatMap { folder in Files.names(in: folder).map { "\(folder)/\($0)" } }
      if let own = (top + lower).first(where: { Files.identity($0) == file }) { return Files.name(of: own) }
    }
    return nil
  }

  /// Whether a name in the ledger's folder is one that the ledger uses.
  private static func isOwn(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["config.yml", "lock", "erasure-pending", "keys", "checkpoints", "scorecards", "lists"].contains(name)
      || name.hasPrefix("log.db") || name.hasPrefix("views.db") || name.hasPrefix(Draft.prefix)
      || ViewsFile.number(ofFile: name) != nil
  }

  /// Refuses a log, or what belongs to it, that is no file of this folder alone: a pipe or device, which would be waited
  /// for, and a link, under which two folders would write one log without knowing of each other.
  func requireOwnFiles() throws(EventLogError) {
    for file in [log, log + "-wal", log + "-shm", log + "-journal", lock] {
      var status = stat()
      guard lstat(file, &status) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFREG: break
      case S_IFLNK:
        throw EventLogError(
          .refused,
          "\(file) is a link, and two folders must not share a log: name the ledger's own folder with --ledger, or link that"
        )
      default: throw EventLogError(.refused, "\(file) is not a regular file; restore a backup into a new folder")
      }
      guard file == log else { continue }
      guard status.st_nlink == 1 else {
        throw EventLogError(
          .refused,
          "\(file) has another name elsewhere (a hard link), and two folders must not share a log: copy the file, or remove the other name"
        )
      }
      guard !isMountPoint(file) else {
        throw EventLogError(
          .refused, "\(file) is mounted from elsewhere, and two folders must not share a log: mount the whole folder")
      }
    }
  }

  /// Whether a file was put into the folder by a mount of its own.
  private func isMountPoint(_ file: String) -> Bool {
    #if os(Linux)
      guard let own = Self.mount(file), let around = Self.mount(path) else { return false }
      return own != around
    #else
      return false
    #endif
  }

  #if os(Linux)
    /// The line that names the mount through which a path is reached.
    private static func mount(_ path: String) -> Substring? {
      // O_PATH, which the C library's headers keep to themselves: the file is not opened, so that closing it again drops
      // none of SQLite's locks.
      let descriptor = open(path, 0o10_000_000 | O_CLOEXEC)
      guard descriptor >= 0 else { return nil }
      defer { close(descriptor) }
      guard let text = try? Files.contents(of: "/proc/self/fdinfo/\(descriptor)", limit: 4096) else { return nil }
      return String(decoding: text, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("mnt_id:") }
    }
  #endif
}
