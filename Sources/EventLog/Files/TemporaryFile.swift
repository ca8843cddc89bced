#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Bytes beside a ledger that nobody else can open, and that are gone with the process however it ends.
///
/// The file is unlinked as soon as it is open. Threads may read while nobody appends.
package final class TemporaryFile: Sendable {
  private let descriptor: Int32
  private let folder: String

  /// Makes an empty file in a folder, under the name of a ``Draft`` as long as it has one.
  package init(in folder: String) throws(EventLogError) {
    // The six X at the end are what mkstemp(3) asks for: it puts other letters there until no file has the name. The
    // file is its owner's alone.
    var name = Array("\(folder)/\(Draft.prefix)XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw Files.failure("a temporary file in \(folder) cannot be made") }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(name)
    self.descriptor = descriptor
    self.folder = folder
  }

  deinit { close(descriptor) }

  /// Writes all the bytes at a position.
  package func write(_ bytes: UnsafeRawBufferPointer, at position: Int64) throws(EventLogError) {
    var rest = bytes
    var position = position
    while !rest.isEmpty {
      let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(position))
      guard count > 0 || errno == EINTR else {
        throw Files.failure("a temporary file in \(folder) cannot be written")
      }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(0, count)))
      position += Int64(max(0, count))
    }
  }

  /// Reads as many bytes as the buffer holds from a position.
  package func read(_ buffer: UnsafeMutableRawBufferPointer, at position: Int64) throws(EventLogError) {
    var rest = buffer
    var position = position
    while !rest.isEmpty {
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(position))
      if count == 0 {
        throw EventLogError(.inputOutput, "a temporary file in \(folder) ends too early; check the disk")
      }
      guard count > 0 || errno == EINTR else {
        throw Files.failure("a temporary file in \(folder) cannot be read")
      }
      rest = UnsafeMutableRawBufferPointer(rebasing: rest.dropFirst(max(0, count)))
      position += Int64(max(0, count))
    }
  }
}
