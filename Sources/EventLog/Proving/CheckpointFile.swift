import Events

/// A signed checkpoint as somebody kept it, which may be anything.
public struct CheckpointFile: Hashable, Sendable {
  /// The path under which it was read, for messages.
  public let name: String
  /// What is in it.
  public let bytes: [UInt8]

  /// Takes over what was read somewhere.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// Reads a file; `allowingStreams` takes a pipe too, for one that a user names.
  public init(path: String, allowingStreams: Bool = false) throws(EventLogError) {
    name = path
    bytes = try Files.contents(of: path, limit: SignedNote.maximumSize + 1, allowingStreams: allowingStreams)
  }

  /// The note and the tree head in it, its signatures not verified.
  public func parsed() throws(NoteError) -> (note: SignedNote, checkpoint: Checkpoint) {
    let note = try SignedNote(parsing: bytes)
    return (note, try Checkpoint(parsing: note.text))
  }

  static let suffix = ".checkpoint"

  /// The paths of the checkpoints that a ledger keeps, the smallest first.
  public static func paths(in folder: LedgerFolder) -> [String] {
    Files.names(in: folder.checkpoints).filter { $0.hasSuffix(suffix) }.map { folder.checkpoints + "/" + $0 }
  }

  /// Where a ledger keeps the checkpoint of a size: twelve digits, so that names sort as numbers do.
  static func path(in folder: LedgerFolder, size: Int64) -> String {
    let digits = String(size)
    return folder.checkpoints + "/" + String(repeating: "0", count: max(0, 12 - digits.count)) + digits + suffix
  }
}
