import Events
import JSON

extension EventProof {
  /// A proof as `events --proof` writes it.
  ///
  /// `{seq,leaf_hash,index,tree_size,root,path,canonical_bytes,checkpoint,key}`: hashes in hexadecimal, the path from the
  /// leaf's neighbour upwards, the canonical bytes in base64, the checkpoint and the key in their text forms.
  public var json: JSONValue {
    [
      "seq": .integer(inclusion.index &+ 1), "leaf_hash": .string(leafHash.description),
      "index": .integer(inclusion.index), "tree_size": .integer(inclusion.size),
      "root": JSONValue(inclusion.root(of: leafHash)?.description),
      "path": JSONValue(inclusion.path.map(\.description)),
      "canonical_bytes": .string(Base64.encode(canonicalBytes)), "checkpoint": .string(note.description),
      "key": JSONValue(key?.description),
    ]
  }

  /// Reads what ``json`` writes; `seq` and `root` follow from the rest, and are compared by ``contradiction(in:)``.
  public init(_ json: JSONValue) throws(LedgerError) {
    guard json.object != nil else { throw Self.unreadable("it is no object") }
    guard case .integer(let index) = json["index"], case .integer(let size) = json["tree_size"] else {
      throw Self.unreadable("'index' and 'tree_size' are not whole numbers")
    }
    guard let leaf = json["leaf_hash"]?.string.flatMap({ Digest(hexadecimal: $0) }) else {
      throw Self.unreadable("'leaf_hash' is not 64 hexadecimal digits")
    }
    guard let hashes = json["path"]?.array else { throw Self.unreadable("'path' is not a list") }
    let path = hashes.compactMap { $0.string.flatMap { Digest(hexadecimal: $0) } }
    guard path.count == hashes.count else { throw Self.unreadable("'path' holds something else than hashes") }
    guard let bytes = json["canonical_bytes"]?.string.flatMap({ Base64.decode($0) }) else {
      throw Self.unreadable("'canonical_bytes' is not base64")
    }
    guard let text = json["checkpoint"]?.string else { throw Self.unreadable("'checkpoint' is missing") }
    do {
      let note = try SignedNote(parsing: text.utf8)
      let key = try json["key"]?.string.map { text throws(NoteError) in try VerifierKey(parsing: text) }
      self.init(
        canonicalBytes: bytes, leafHash: leaf, inclusion: InclusionProof(index: index, size: size, path: path),
        note: note, key: key)
    } catch {
      throw Self.unreadable("\(error)")
    }
  }

  /// What `seq` and `root` in a file say otherwise than the rest of it; nil where they say the same.
  func contradiction(in json: JSONValue) -> String? {
    guard case .integer(let seq) = json["seq"], seq == inclusion.index &+ 1 else {
      return "'seq' is not \(inclusion.index &+ 1), where the proof shows the event to be"
    }
    guard json["root"]?.string == inclusion.root(of: leafHash)?.description else {
      return "'root' is not the root that the path leads to"
    }
    return nil
  }

  private static func unreadable(_ what: String) -> LedgerError {
    LedgerError(.badFile, "this is no proof as 'iocledger events --proof' writes it: \(what)")
  }
}
