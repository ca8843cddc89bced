import Interchange
import Time

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
  /// When the file was last written to; nil for what is no regular file.
  let modifiedAt: Timestamp?
  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var isAtEnd = false
  /// What came before the format was known.
  private var beginning: [UInt8] = []
  private var began: ContinuousClock.Instant?
  private var idleLooks = 0

  /// Whether the format is known; until then the input counts as ended where its producer pauses, see ``mayPause``.
  var isFormatKnown = false {
    didSet { beginning = [] }
  }

  /// Opens a file; folders are refused.
  init(_ name: String) throws {
    self.name = name
    descriptor = name == "-" ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure(.failed, "\(name) cannot be read: \(String(cString: strerror(errno)))")
    }
    var status = stat()
    let isKnown = fstat(descriptor, &status) == 0
    #if canImport(Darwin)
      let seconds = status.st_mtimespec.tv_sec
    #else
      let seconds = status.st_mtim.tv_sec
    #endif
    modifiedAt = isKnown && status.st_mode & S_IFMT == S_IFREG ? Timestamp(seconds: Int64(seconds)) : nil
    if isKnown, status.st_mode & S_IFMT == S_IFDIR {
      throw Failure(.failed, "\(name) is a folder", remedy: "name the files in it, such as \(name)/*")
    }
  }

  deinit {
    if descriptor > STDERR_FILENO { close(descriptor) }
  }

  /// The name for messages.
  var spokenName: String { name == "-" ? "standard input" : name }

  /// The next piece, empty at the end; calls the closure before it waits, and every 100 ms while it does.
  func read(whileWaiting: () throws -> Void) throws -> [UInt8] {
    while !isAtEnd {
      if Interruption.request != nil {
        // What came so far is taken in before the interruption is heard of.
        if !isFormatKnown, !beginning.isEmpty { return [] }
        try Interruption.check()
      }
      try whileWaiting()
      if !isFormatKnown, mayPause { return [] }
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      // Interrupted or timed out: look around again.
      guard poll(&request, 1, 100) > 0 else {
        idleLooks += 1
        continue
      }
      let count = systemRead(descriptor, &buffer)
      if count > 0 {
        if !isFormatKnown {
          beginning += buffer[..<count]
          began = began ?? .now
        }
        return Array(buffer[..<count])
      }
      if count == 0 {
        isAtEnd = true
      } else if errno != EINTR && errno != EAGAIN {
        throw Failure(.failed, "\(spokenName) cannot be read on: \(String(cString: strerror(errno)))")
      }
    }
    return []
  }

  /// Whether the format can be made out from what has come, so that a slow producer's first lines are taken in at once.
  ///
  /// JSON may say late what it is, and comments say nothing: for those there is more to wait for.
  private var mayPause: Bool {
    guard let began, idleLooks >= 2 || .now - began >= Self.patience else { return false }
    return IntakeFormat.canBeTold(from: beginning)
  }

  /// How long the first bytes wait for more where there is no pause.
  private static let patience = Duration.milliseconds(300)

  /// All of it, at most so many bytes.
  func contents(limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let piece = try read {}
      if piece.isEmpty { return bytes }
      bytes += piece
      guard bytes.count <= limit else { throw Failure(.failed, "\(spokenName) is larger than \(limit) bytes") }
    }
  }
}

private func systemRead(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int {
  read(descriptor, &buffer, buffer.count)
}
