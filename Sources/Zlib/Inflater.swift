import CZlib

/// Restores what a ``Deflater`` compressed, one after the other in the same memory.
public final class Inflater {
  /// How many bytes one byte of a stream can stand for at most: two bits for 258 bytes.
  private static let greatestRatio = 1032

  private let stream: UnsafeMutablePointer<z_stream>
  private var buffer: [UInt8] = []

  /// Begins with little memory, which grows to the largest size that is asked for.
  public init() throws(ZlibError) {
    // zlib remembers where its structure lies, so that it must not move.
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard czlib_inflate_init(stream) == Z_OK else {
      stream.deallocate()
      throw .unavailable
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Calls the closure with the bytes that a stream was made from, which must be so many; they are gone afterwards.
  ///
  /// Throws ``ZlibError/damaged`` for anything else: damage, a part of a stream, something behind it, another size.
  /// A size that the stream is too short for is refused before there is memory for it.
  public func withInflated<Result>(
    _ compressed: UnsafeRawBufferPointer, size: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    guard compressed.count <= UInt32.max, size > 0, size <= UInt32.max, size / Self.greatestRatio <= compressed.count,
      inflateReset(stream) == Z_OK
    else { throw ZlibError.damaged }
    if buffer.count < size { buffer = Array(repeating: 0, count: size) }
    return try buffer.withUnsafeMutableBufferPointer { target in
      // zlib does not write into its input; its header only does not say so.
      let source = compressed.assumingMemoryBound(to: UInt8.self).baseAddress
      stream.pointee.next_in = UnsafeMutablePointer(mutating: source)
      stream.pointee.avail_in = UInt32(compressed.count)
      stream.pointee.next_out = target.baseAddress
      stream.pointee.avail_out = UInt32(size)
      guard inflate(stream, Z_FINISH) == Z_STREAM_END, stream.pointee.avail_in == 0, stream.pointee.avail_out == 0
      else { throw ZlibError.damaged }
      return try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(target)[..<size]))
    }
  }
}
