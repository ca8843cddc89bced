import Zlib

/// Turns payloads into what the table keeps of them, and back.
///
/// The one place that knows what the columns `bytes` and `size` mean. Hashes are those of the original bytes.
final class PayloadCoder {
  /// The largest payload that is accepted, in bytes: as a line of an export it can still be imported.
  static let greatestSize = 128 << 20
  /// From how many bytes on compressing is tried; shorter ones would save less than they would cost.
  private static let threshold = 512
  /// Of recorded answers of vendors level 6 keeps a tenth less than level 1, and takes nearly twice the time.
  private static let level: Int32 = 1

  private var deflater: Deflater?
  private var inflater: Inflater?

  /// The bytes to keep, and the size of the original where they are compressed: where that saves an eighth or more.
  func stored(_ bytes: [UInt8]) throws -> (bytes: [UInt8], size: Int64?) {
    guard bytes.count >= Self.threshold else { return (bytes, nil) }
    let deflater = try deflater ?? Deflater(level: Self.level)
    self.deflater = deflater
    guard let compressed = deflater.compress(bytes, atMost: bytes.count * 7 / 8) else { return (bytes, nil) }
    return (compressed, Int64(bytes.count))
  }

  /// Calls the closure with the original bytes, which it may not keep; nil where what is stored cannot be of any.
  func withOriginal<Result>(
    of stored: UnsafeRawBufferPointer, size: Int64?, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result? {
    guard let size else { return try body(stored) }
    guard size <= Self.greatestSize else { return nil }
    let inflater = try inflater ?? Inflater()
    self.inflater = inflater
    do {
      return try inflater.withInflated(stored, size: Int(size), body)
    } catch ZlibError.damaged {
      return nil
    }
  }
}
