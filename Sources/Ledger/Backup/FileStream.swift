import EventLog

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is written or read from its beginning to its end, a piece at a time.
final class FileStream {
  private let descriptor: Int32
  private let path: String

  /// Makes a new file that only its owner may read; one that is there already is an error.
  init(creating path: String) throws {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure("\(path) cannot be made") }
    fchmod(descriptor, 0o600)
  }

  /// Opens a file for reading; anything but a regular file is refused.
  init(reading path: String) throws {
    self.path = path
    // Without waiting for a pipe's writer; for regular files that makes no difference.
    descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure("\(path) cannot be read") }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw EventLogError(.refused, "\(path) is not a regular file")
    }
  }

  deinit { close(descriptor) }

  /// How many bytes the file has.
  var size: Int64 {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int64(status.st_size) : 0
  }

  /// Writes all of the bytes.
  func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
        if count > 0 {
          rest = rest.dropFirst(count)
        } else if errno != EINTR {
          throw Self.failure("\(path) cannot be written")
        }
      }
    }
  }

  /// The next bytes, as many as were asked for unless the file ends before.
  func read(_ count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = bytes.withUnsafeMutableBytes {
        systemRead(descriptor, UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
      }
      if got == 0 { break }
      guard got > 0 || errno == EINTR else { throw Self.failure("\(path) cannot be read") }
      filled += max(0, got)
    }
    if filled < count { bytes.removeLast(count - filled) }
    return bytes
  }

  /// Makes what was written durable.
  func synchronize() throws {
    guard fsync(descriptor) == 0 else { throw Self.failure("\(path) cannot be made durable") }
  }

  private static func failure(_ what: String) -> EventLogError {
    let reason = String(cString: strerror(errno))
    switch errno {
    case ENOSPC, EDQUOT: return EventLogError(.diskFull, "\(what): the disk is full; free some space and try again")
    case EACCES, EPERM: return EventLogError(.permission, "\(what): \(reason); check its permissions")
    case EROFS: return EventLogError(.readOnly, "\(what): \(reason); choose another place")
    default: return EventLogError(.inputOutput, "\(what): \(reason)")
    }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, bytes.baseAddress, bytes.count)
}
