import EventLog
import Events
import Ledger
import Output

/// The part of an audit report that lets somebody without the ledger check it.
struct AuditProof {
  let report: AuditReport

  init(_ report: AuditReport) { self.report = report }

  var blocks: [Document.Block] {
    guard let checkpoint = report.checkpoint else { return [] }
    var facts: [(name: String, value: [Document.Inline])] = [
      ("Checkpoint", [.code(checkpoint.file)]), ("Log", [.code(checkpoint.head.origin)]),
      ("Events covered", [.text("\(checkpoint.head.size)")]), ("Root", [.code(checkpoint.head.root.description)]),
    ]
    if let key = checkpoint.key { facts.append(("Signed by", [.code(key.description)])) }
    let rows: [[[Document.Inline]]] = report.events.compactMap { item in
      guard let proof = item.inclusion else { return nil }
      let path = proof.path.map(\.description).joined(separator: " ")
      return [
        [.text("\(item.event.seq)")], [.text("\(proof.index)")], [.code(item.event.leafHash.description)],
        [.code(path)],
      ]
    }
    return [
      .heading("Proof that these events are in the log"), .facts(facts),
      .paragraph([
        .text(
          "The signed tree head, word for word (C2SP tlog-checkpoint, Ed25519). Compare its key with one that was kept "
            + "elsewhere: who can change a ledger can change the key beside it.")
      ]), .preformatted(checkpoint.note.description),
      .paragraph([
        .text(
          "The hashes beside each leaf's way up to the root (RFC 9162, 2.1.3), lowest first. A leaf is the SHA-256 of a "
            + "zero byte and the event's canonical bytes, which "),
        .code("iocledger events --from SEQ --limit 1 --proof"), " prints with the same path, for ",
        .code("iocledger verify --proof FILE"), " or any RFC 9162 verifier to check without the ledger.",
      ]),
      .table(
        Document.Table(
          "Inclusion proofs",
          columns: [("Event", .number), ("Leaf index", .number), ("Leaf hash", .text), ("Path", .below)], rows: rows)),
    ]
  }
}
