/// Where a reader gets its bytes from, a piece at a time, so that files of any size pass through flat memory.
///
/// A closure rather than a file, so that this layer opens nothing itself. It returns an empty array at the end.
public typealias ByteSource = () throws -> [UInt8]
