import CZlib
import SQLite

/// A payload's bytes as the log keeps them: as they are, or compressed with zlib (RFC 1950) where that pays.
///
/// Vendors' answers shrink to about a fifth. Nothing that is hashed depends on it: commitments are to the original bytes.
/// Frozen: described for strangers in the article *The log format*.
struct PackedPayload {
  /// What the column `bytes` holds.
  let bytes: [UInt8]
  /// What the column `size` holds: the length of the original bytes; nil where those are kept as they are.
  let size: Int64?

  /// Below this many bytes there is little to be gained.
  static let leastCompressed = 512
  /// No byte of a zlib stream stands for more bytes than this.
  private static let greatestRatio: Int64 = 1040

  /// Packs the original bytes.
  init(_ original: [UInt8]) {
    if original.count >= Self.leastCompressed, let compressed = Self.compress(original),
      compressed.count < original.count - original.count / 8
    {
      (bytes, size) = (compressed, Int64(original.count))
    } else {
      (bytes, size) = (original, nil)
    }
  }

  /// The original bytes of what the two columns hold; nil where that cannot be.
  static func unpack(_ bytes: UnsafeRawBufferPointer, size: Int64?) -> [UInt8]? {
    guard let size else { return Array(bytes) }
    guard size > 0, size / greatestRatio <= Int64(bytes.count) else { return nil }
    var isWhole = false
    let original = [UInt8](unsafeUninitializedCapacity: Int(size)) { output, count in
      var (produced, consumed) = (uLong(output.count), uLong(bytes.count))
      let source = bytes.bindMemory(to: UInt8.self).baseAddress
      let code = uncompress2(output.baseAddress, &produced, source, &consumed)
      // All of the stream, nothing behind it, and as much as there should be.
      isWhole = code == Z_OK && produced == uLong(size) && consumed == uLong(bytes.count)
      count = isWhole ? Int(size) : 0
    }
    return isWhole ? original : nil
  }

  private static func compress(_ original: [UInt8]) -> [UInt8]? {
    var code = Z_OK
    let compressed = [UInt8](unsafeUninitializedCapacity: Int(compressBound(uLong(original.count)))) { output, count in
      var produced = uLong(output.count)
      // The quickest level: the slower ones save another tenth and take thrice the time.
      code = compress2(output.baseAddress, &produced, original, uLong(original.count), Z_BEST_SPEED)
      count = code == Z_OK ? Int(produced) : 0
    }
    return code == Z_OK ? compressed : nil
  }
}

extension Statement {
  /// Binds a payload's bytes and, as the next parameter, their size.
  func bind(_ index: Int32, _ payload: PackedPayload) {
    bind(index, payload.bytes)
    bind(index + 1, payload.size)
  }

  /// The original bytes of a payload whose bytes and size are in that column and the next; nil where they are damaged.
  func payload(_ index: Int32) -> [UInt8]? { PackedPayload.unpack(blob(index), size: optionalInteger(index + 1)) }
}
