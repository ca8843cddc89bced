import struct Crypto.SHA256
import EventLog
import Events

/// Writes a backup: a tar archive of a ledger's folder whose last file, `SHA256SUMS`, covers the others.
struct BackupWriter {
  private let stream: FileStream
  private let modifiedAt: Int64
  private var sums = ""
  /// How many bytes were written.
  private(set) var written: Int64 = 0

  /// How many bytes are read and written at a time.
  static let pieceSize = 1 << 20

  init(_ stream: FileStream, modifiedAt: Int64) {
    self.stream = stream
    self.modifiedAt = modifiedAt
  }

  /// Adds a file that is in memory.
  mutating func add(_ name: String, _ bytes: [UInt8]) throws {
    try begin(name, size: Int64(bytes.count))
    try put(bytes)
    end(name, Digest(hashing: bytes), size: Int64(bytes.count))
    try put(Array(repeating: 0, count: TarHeader.padding(after: Int64(bytes.count))))
  }

  /// Adds a file from the disk, which nobody changes meanwhile.
  mutating func add(_ name: String, file path: String, progress: (Int64) -> Void) throws {
    let file = try FileStream(reading: path)
    let size = file.size
    try begin(name, size: size)
    var hash = SHA256()
    var left = size
    while left > 0 {
      let piece = try file.read(Int(min(left, Int64(Self.pieceSize))))
      guard !piece.isEmpty else { throw EventLogError(.inputOutput, "\(path) became shorter while it was copied") }
      hash.update(data: piece)
      try put(piece)
      left -= Int64(piece.count)
      progress(size - left)
    }
    end(name, hash.finalize().withUnsafeBytes { Digest($0) } ?? Digest(hashing: []), size: size)
    try put(Array(repeating: 0, count: TarHeader.padding(after: size)))
  }

  /// Ends the archive, and makes it durable.
  mutating func finish() throws {
    try add(BackupFiles.sums, Array(sums.utf8))
    try put(Array(repeating: 0, count: 2 * TarHeader.blockSize))
    try stream.synchronize()
  }

  private mutating func begin(_ name: String, size: Int64) throws {
    let path = BackupFiles.prefix + name
    if path.utf8.count > TarHeader.maximumName {
      let record = TarHeader.longNameRecord(path)
      try put(
        TarHeader(
          name: TarHeader.longNameHeader, size: Int64(record.count), modifiedAt: modifiedAt, content: .longName))
      try put(record + Array(repeating: 0, count: TarHeader.padding(after: Int64(record.count))))
    }
    try put(TarHeader(name: TarHeader.shortened(path), size: size, modifiedAt: modifiedAt))
  }

  private mutating func put(_ header: TarHeader) throws {
    guard let bytes = header.bytes else {
      throw LedgerError(.badFile, "'\(header.name)' cannot be backed up: an archive cannot hold such a name or size")
    }
    try put(bytes)
  }

  private mutating func end(_ name: String, _ digest: Digest, size: Int64) {
    sums += BackupWriter.sumLine(name, digest)
  }

  /// A line as `sha256sum` writes and checks it: a name that would break the line is escaped, and the line marked.
  static func sumLine(_ name: String, _ digest: Digest) -> String {
    guard name.utf8.contains(where: { [0x0A, 0x0D, 0x5C].contains($0) }) else { return "\(digest)  \(name)\n" }
    var escaped = ""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\n": escaped += "\\n"
      case "\r": escaped += "\\r"
      case "\\": escaped += "\\\\"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return "\\\(digest)  \(escaped)\n"
  }

  private mutating func put(_ bytes: [UInt8]) throws {
    try stream.write(bytes)
    written += Int64(bytes.count)
  }
}
