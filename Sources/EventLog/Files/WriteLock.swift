#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The right to write a ledger, held by one process at a time through `flock` on a file of its own.
///
/// Never on a database file: closing any descriptor of that would drop SQLite's own locks.
public final class WriteLock {
  private let path: String
  private let descriptor: Int32
  private var depth = 0

  /// How long ``withLock(wait:_:)`` waits for another process, in milliseconds.
  public static let patience = 10_000

  /// Opens the lock file, making it where there is none.
  public init(path: String) throws(EventLogError) {
    self.path = path
    let opened = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
    guard opened >= 0 else {
      throw EventLogError(
        .readOnly, "the lock \(path) cannot be opened for writing: \(String(cString: strerror(errno)))")
    }
    var status = stat()
    guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      throw EventLogError(.refused, "the lock \(path) is not a regular file; take it away")
    }
    descriptor = opened
  }

  deinit { close(descriptor) }

  /// Runs the closure while holding the lock, after waiting for at most `wait` milliseconds.
  public func withLock<Result>(wait: Int = patience, _ body: () throws -> Result) throws -> Result {
    guard try acquire(wait: wait) else {
      throw EventLogError(
        .locked, "another iocledger has been writing to this ledger for \(wait / 1000) s; try again when it is done")
    }
    defer { release() }
    return try body()
  }

  /// Runs the closure if the lock is free at once; nil where it is not.
  public func withLockIfFree<Result>(_ body: () throws -> Result) throws -> Result? {
    guard try acquire(wait: 0) else { return nil }
    defer { release() }
    return try body()
  }

  private func acquire(wait: Int) throws(EventLogError) -> Bool {
    if depth == 0 {
      var waited = 0
      while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
        guard errno == EWOULDBLOCK || errno == EINTR else {
          throw EventLogError(.inputOutput, "the lock \(path) cannot be taken: \(String(cString: strerror(errno)))")
        }
        guard waited < wait else { return false }
        usleep(5_000)
        waited += 5
      }
    }
    depth += 1
    return true
  }

  private func release() {
    depth -= 1
    if depth == 0 { flock(descriptor, LOCK_UN) }
  }
}
