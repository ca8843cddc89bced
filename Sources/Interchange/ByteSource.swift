/// Where a reader gets its bytes from, a piece at a time, so that files of any size pass through flat memory.
///
/// A closure rather than a file, so that this layer opens nothing itself. It returns an empty array at the end. While the
/// format is being found out it may return one earlier, where an input pauses: what came so far has to do then, and the
/// rest is asked for later.
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
    while bytes.count < count {
      let more = try source()
      if more.isEmpty { break }
      bytes += more
    }
    self.bytes = bytes
    var prefix = bytes
    self.source = {
      guard prefix.isEmpty else {
        defer { prefix = [] }
        return prefix
      }
      // Asked again also where it was empty: that may have been a pause.
      return try source()
    }
  }
}
