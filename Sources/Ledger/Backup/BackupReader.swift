import struct Crypto.SHA256
import EventLog
import Events

/// Reads a backup strictly: every byte is either covered by a sum in `SHA256SUMS` or can have one value only, so that
/// any changed byte is noticed.
struct BackupReader {
  /// What all files in the archive are dated.
  private(set) var modifiedAt: Int64?
  private let path: String
  private let stream: FileStream
  private var position: Int64 = 0
  /// By their bytes: names that only look the same are others.
  private var names = Set<[UInt8]>()
  private var sums = ""

  private static let maximumSumsSize: Int64 = 16 << 20

  init(_ path: String) throws {
    self.path = path
    stream = try FileStream(reading: path)
  }

  /// Reads everything.
  ///
  /// `open` is called for each file but the sums with its name below the ledger's folder and its size, and gives what
  /// takes its pieces. Throws at the first thing that no backup of ours has; pieces that were given before are not to be
  /// trusted then.
  mutating func read(_ open: (_ name: String, _ size: Int64) throws -> (([UInt8]) throws -> Void)) throws {
    while let (name, header) = try nextFile() {
      guard name == BackupFiles.sums else {
        let take = try open(name, header.size)
        sums += BackupWriter.sumLine(name, try contents(of: header, take))
        continue
      }
      guard header.size <= Self.maximumSumsSize else { throw damaged("the list of sums is too large") }
      var listed: [UInt8] = []
      _ = try contents(of: header) { listed += $0 }
      try compare(String(decoding: listed, as: UTF8.self))
      return try end()
    }
    throw damaged("it ends without its list of sums")
  }

  /// The next file's name below the ledger's folder, and its header.
  private mutating func nextFile() throws -> (name: String, header: TarHeader)? {
    let start = position
    guard var header = try nextHeader() else { return nil }
    var path = header.name
    if header.content == .longName {
      guard header.name == TarHeader.longNameHeader, header.size <= TarHeader.maximumLongName,
        let name = TarHeader.longName(try take(Int(header.size))),
        try take(TarHeader.padding(after: header.size)).allSatisfy({ $0 == 0 }), let next = try nextHeader(),
        next.content == .file, next.name.utf8.elementsEqual(TarHeader.shortened(name).utf8)
      else { throw damaged("what should be a long name at byte \(start) is none") }
      (path, header) = (name, next)
    } else if path.utf8.count > TarHeader.maximumName {
      throw damaged("a name at byte \(start) is too long")
    }
    let name = String(decoding: path.utf8.dropFirst(BackupFiles.prefix.utf8.count), as: UTF8.self)
    guard path.hasPrefix(BackupFiles.prefix), BackupFiles.isKnown(name), names.insert(Array(name.utf8)).inserted else {
      throw damaged("it holds '\(name)', which a backup does not, or not twice")
    }
    guard names.count > 1 || name == BackupSummary.fileName else {
      throw damaged("it does not begin with \(BackupSummary.fileName)")
    }
    guard header.size <= stream.size - position else { throw damaged("it ends in the middle of \(name)") }
    return (name, header)
  }

  private mutating func nextHeader() throws -> TarHeader? {
    let start = position
    let block = try take(TarHeader.blockSize)
    if block.allSatisfy({ $0 == 0 }) { return nil }
    guard let header = TarHeader(block), header.name.hasPrefix(BackupFiles.prefix) else {
      throw start == 0
        ? LedgerError(.badFile, "\(path) is no backup of a ledger, or its first bytes are damaged")
        : damaged("what should be the beginning of a file at byte \(start) is none")
    }
    guard modifiedAt == nil || modifiedAt == header.modifiedAt else { throw damaged("its files have different dates") }
    modifiedAt = header.modifiedAt
    return header
  }

  private mutating func contents(of header: TarHeader, _ take: ([UInt8]) throws -> Void) throws -> Digest {
    var hash = SHA256()
    var left = header.size
    while left > 0 {
      let piece = try self.take(Int(min(left, Int64(BackupWriter.pieceSize))))
      hash.update(data: piece)
      try take(piece)
      left -= Int64(piece.count)
    }
    guard try self.take(TarHeader.padding(after: header.size)).allSatisfy({ $0 == 0 }) else {
      throw damaged("there is something between its files, before byte \(position)")
    }
    return hash.finalize().withUnsafeBytes { Digest($0) } ?? Digest(hashing: [])
  }

  private func compare(_ listed: String) throws {
    guard !listed.utf8.elementsEqual(sums.utf8) else { return }
    for (found, wanted) in zip(sums.split(separator: "\n"), listed.split(separator: "\n")) where found != wanted {
      throw damaged("\(found.dropFirst(66)) does not match its sum")
    }
    throw damaged("the list of sums names other files than there are")
  }

  private mutating func end() throws {
    guard try take(2 * TarHeader.blockSize).allSatisfy({ $0 == 0 }) else {
      throw damaged("something follows its list of sums")
    }
    guard position == stream.size else { throw damaged("something follows its end") }
  }

  private mutating func take(_ count: Int) throws -> [UInt8] {
    let bytes = try stream.read(count)
    guard bytes.count == count else { throw damaged("it ends too early, after byte \(position + Int64(bytes.count))") }
    position += Int64(count)
    return bytes
  }

  func damaged(_ reason: String) -> LedgerError {
    LedgerError(.badFile, "\(path) is damaged: \(reason); nothing was restored from it, use another backup")
  }
}
