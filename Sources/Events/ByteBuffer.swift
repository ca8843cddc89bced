/// Memory that bytes are written to over and over, such as the canonical bytes of one event after another.
///
/// An array asks at every addition whether it is shared; where a few dozen additions make an event, that takes as long
/// as hashing it.
public final class ByteBuffer: ByteSink {
  // Unchecked: no closure that is given the bytes may write to the buffer, and none does.
  @exclusivity(unchecked) @usableFromInline var start: UnsafeMutableRawPointer
  @exclusivity(unchecked) @usableFromInline var capacity: Int
  /// How many bytes there are.
  @exclusivity(unchecked) public var count = 0

  /// An empty buffer that has room for so many bytes before it grows.
  public init(capacity: Int) {
    start = .allocate(byteCount: capacity, alignment: 16)
    self.capacity = capacity
  }

  deinit { start.deallocate() }

  /// The bytes; valid until the next addition.
  @inlinable public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

  /// Forgets the bytes and keeps the memory.
  @inlinable
  public func removeAll() { count = 0 }

  /// Adds a byte.
  @inlinable @inline(__always)
  public func append(_ byte: UInt8) {
    if count == capacity { grow(by: 1) }
    start.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count += 1
  }

  /// Adds bytes.
  @inlinable @inline(__always)
  public func append(bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    if count + bytes.count > capacity { grow(by: bytes.count) }
    (start + count).copyMemory(from: source, byteCount: bytes.count)
    count += bytes.count
  }

  /// Adds a 64-bit number, most significant byte first.
  @inlinable @inline(__always)
  public func appendBigEndian(_ value: UInt64) {
    if count + 8 > capacity { grow(by: 8) }
    start.storeBytes(of: value.bigEndian, toByteOffset: count, as: UInt64.self)
    count += 8
  }

  /// Overwrites four bytes with a number, most significant byte first.
  @inlinable
  public func replace(at position: Int, bigEndian number: UInt32) {
    precondition(position + 4 <= count, "only bytes that are there are replaced")
    start.storeBytes(of: number.bigEndian, toByteOffset: position, as: UInt32.self)
  }

  @usableFromInline
  func grow(by more: Int) {
    let larger = max(2 * capacity, count + more)
    let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
    moved.copyMemory(from: start, byteCount: count)
    start.deallocate()
    start = moved
    capacity = larger
  }
}
