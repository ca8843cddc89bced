import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Writes text to a file descriptor, all of it, however many bytes the system takes at a time.
///
/// Text is collected into blocks of 64 KiB unless the descriptor is a terminal or standard error, so a program ends
/// with ``flush()``. Once a write has failed every later one fails the same way, without asking the system again.
public final class DescriptorSink: TextSink {
  /// Standard output of this process.
  public static let standardOutput = DescriptorSink(STDOUT_FILENO, isBuffered: isatty(STDOUT_FILENO) == 0)
  /// Standard error of this process.
  public static let standardError = DescriptorSink(STDERR_FILENO, isBuffered: false)

  private static let blockSize = 65_536

  private struct State {
    var pending: [UInt8] = []
    var failure: OutputError?
  }

  private let descriptor: Int32
  private let isBuffered: Bool
  private let state = Mutex(State())

  /// Writes to a descriptor that stays open, and the caller's, throughout.
  public init(_ descriptor: Int32, isBuffered: Bool) {
    self.descriptor = descriptor
    self.isBuffered = isBuffered
  }

  /// Takes text, and writes it at once where that is what people at a terminal expect.
  public func write(_ text: String) throws(OutputError) {
    var text = text
    try state.withLock { state throws(OutputError) in
      if let failure = state.failure { throw failure }
      text.withUTF8 { state.pending.append(contentsOf: $0) }
      if !isBuffered || state.pending.count >= Self.blockSize { try drain(&state) }
    }
  }

  /// Writes everything taken so far.
  public func flush() throws(OutputError) {
    try state.withLock { state throws(OutputError) in
      if let failure = state.failure { throw failure }
      try drain(&state)
    }
  }

  private func drain(_ state: inout State) throws(OutputError) {
    let failure = state.pending.withUnsafeBytes { writeAll($0) }
    state.pending.removeAll(keepingCapacity: true)
    guard let failure else { return }
    state.failure = failure
    throw failure
  }

  private func writeAll(_ bytes: UnsafeRawBufferPointer) -> OutputError? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
      if count > 0 {
        rest = rest.dropFirst(count)
        continue
      }
      let number = count == 0 ? EIO : errno
      switch number {
      case EINTR: continue
      case EAGAIN, EWOULDBLOCK: waitUntilWritable()
      default: return failure(number)
      }
    }
    return nil
  }

  /// Blocks on a descriptor that another program has made non-blocking, as terminals shared with some shells are.
  private func waitUntilWritable() {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = poll(&request, 1, -1)
  }

  private func failure(_ number: Int32) -> OutputError {
    if number == EPIPE { return OutputError(.readerGone, "the reader of the output has gone") }
    let reason = String(cString: strerror(number))
    return OutputError(
      .failed(number),
      "cannot write the output: \(reason) (error \(number)); what was written so far is incomplete, so repeat the "
        + "command where there is room and permission")
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
