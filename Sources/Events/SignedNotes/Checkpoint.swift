/// A tree head: which log had how many leaves, and what the root over them was.
///
/// Its text is the body of a signed note: [C2SP tlog-checkpoint](https://c2sp.org/tlog-checkpoint).
public struct Checkpoint: Hashable, Sendable {
  /// Which log it is of: `iocledger/` and the ledger's id.
  public let origin: String
  /// How many events the log had.
  public let size: Int64
  /// The root over them.
  public let root: Digest
  /// Lines that may follow, and are signed too; we write none.
  public let extensions: [String]

  /// States a tree head.
  public init(origin: String, size: Int64, root: Digest, extensions: [String] = []) {
    self.origin = origin
    self.size = size
    self.root = root
    self.extensions = extensions
  }

  /// The origin of a ledger's checkpoints, which is also the name of its key.
  public static func origin(ofLedger id: String) -> String { "iocledger/\(id)" }

  /// The text that is signed.
  public var text: String {
    ([origin, String(size), Base64.encode(root.bytes)] + extensions).map { $0 + "\n" }.joined()
  }

  /// Reads the text of a signed note.
  public init(parsing text: String) throws(NoteError) {
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(Substring($0)) }
    guard lines.count >= 4, lines.last == "", !lines.dropLast().contains("") else {
      throw Self.malformed("it needs three lines, origin, size and root, and none that is empty")
    }
    let digits = lines[1].utf8
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }), digits.first != 0x30 || digits.count == 1,
      let size = Int64(lines[1])
    else { throw Self.malformed("line 2 is not a number of leaves") }
    guard let bytes = Base64.decode(lines[2]), let root = Digest(bytes) else {
      throw Self.malformed("line 3 is not a root: 32 bytes in base64")
    }
    self.init(origin: lines[0], size: size, root: root, extensions: Array(lines[3..<(lines.count - 1)]))
  }

  private static func malformed(_ what: String) -> NoteError {
    NoteError(.malformedCheckpoint, "this is no checkpoint: \(what)")
  }
}
