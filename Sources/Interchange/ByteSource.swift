/// Where a reader gets its bytes from, a piece at a time, so that files of any size pass through flat memory.
///
/// A closure rather than a file, so that this layer opens nothing itself. It returns an empty array at the end.
public typealias ByteSource = () throws -> [UInt8]

/// The first bytes of an input, for looking ahead.
struct ByteSourcePrefix {
  /// At least as many bytes as were asked for, unless the input is shorter.
  let bytes: [UInt8]
  /// The whole input again: those bytes first, then the rest.
  let source: ByteSource

  /// Reads ahead.
  init(of source: @escaping ByteSource, count: Int) throws {
    var bytes: [UInt8] = []
    var isAtEnd = false
    while bytes.count < count, !isAtEnd {
      let more = try source()
      bytes += more
      isAtEnd = more.isEmpty
    }
    self.bytes = bytes
    var prefix = bytes
    self.source = {
      guard prefix.isEmpty else {
        defer { prefix = [] }
        return prefix
      }
      return isAtEnd ? [] : try source()
    }
  }
}
