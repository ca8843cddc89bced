import Interchange

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file or standard input, read piece by piece.
final class InputFile {
  /// The name as it was given; `-` for standard input.
  let name: String
  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var isAtEnd = false

  /// Opens a file; folders are refused.
  init(_ name: String) throws {
    self.name = name
    descriptor = name == "-" ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure(.failed, "\(name) cannot be read: \(String(cString: strerror(errno)))")
    }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw Failure(.failed, "\(name) is a folder", remedy: "name the files in it, such as \(name)/*")
    }
  }

  deinit {
    if descriptor > STDERR_FILENO { close(descriptor) }
  }

  /// What the source is called unless the command says otherwise: the file's base name, or `stdin`.
  var sourceName: String {
    name == "-" ? "stdin" : name.split(separator: "/").last.map(String.init) ?? name
  }

  /// The next piece, empty at the end; calls the closure before it waits, and every 100 ms while it does.
  func read(whileWaiting: () throws -> Void) throws -> [UInt8] {
    while !isAtEnd {
      try Interruption.check()
      try whileWaiting()
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      // Interrupted or timed out: look around again.
      guard poll(&request, 1, 100) > 0 else { continue }
      let count = systemRead(descriptor, &buffer)
      if count > 0 { return Array(buffer[..<count]) }
      if count == 0 {
        isAtEnd = true
      } else if errno != EINTR && errno != EAGAIN {
        throw Failure(.failed, "\(name) cannot be read on: \(String(cString: strerror(errno)))")
      }
    }
    return []
  }

  /// All of it, at most so many bytes.
  func contents(limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let piece = try read {}
      if piece.isEmpty { return bytes }
      bytes += piece
      guard bytes.count <= limit else { throw Failure(.failed, "\(name) is larger than \(limit) bytes") }
    }
  }
}

private func systemRead(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int {
  read(descriptor, &buffer, buffer.count)
}
