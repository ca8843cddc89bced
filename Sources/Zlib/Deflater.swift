import CZlib

/// Compresses bytes into streams as RFC 1950 describes them, one after the other in the same memory.
public final class Deflater {
  private let stream: UnsafeMutablePointer<z_stream>

  /// `level` is 1 for the quickest, 9 for the smallest.
  public init(level: Int32) throws(ZlibError) {
    // zlib remembers where its structure lies, so that it must not move.
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard czlib_deflate_init(stream, level) == Z_OK else {
      stream.deallocate()
      throw .unavailable
    }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// The stream that some bytes give, or nil where it is longer than a limit.
  public func compress(_ bytes: [UInt8], atMost limit: Int) -> [UInt8]? {
    guard bytes.count <= UInt32.max, limit > 0, limit <= UInt32.max, deflateReset(stream) == Z_OK else { return nil }
    let compressed = bytes.withUnsafeBufferPointer { source in
      [UInt8](unsafeUninitializedCapacity: limit) { target, count in
        stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        stream.pointee.avail_in = UInt32(source.count)
        stream.pointee.next_out = target.baseAddress
        stream.pointee.avail_out = UInt32(limit)
        count = deflate(stream, Z_FINISH) == Z_STREAM_END ? limit - Int(stream.pointee.avail_out) : 0
      }
    }
    return compressed.isEmpty ? nil : compressed
  }
}
