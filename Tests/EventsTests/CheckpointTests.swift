import Events
import Foundation
import Testing

@Suite("Checkpoints")
struct CheckpointTests {
  /// The example of the specification, https://c2sp.org/tlog-checkpoint.
  static let example = """
    example.com/behind-the-sofa
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    """

  @Test("are read and written as the specification's example")
  func reference() throws {
    let checkpoint = try Checkpoint(parsing: Self.example)
    #expect(checkpoint.origin == "example.com/behind-the-sofa")
    #expect(checkpoint.size == 20_852_163)
    #expect(checkpoint.root.description == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62")
    #expect(checkpoint.text == Self.example)
    let note =
      Self.example + """

        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=

        """
    #expect(try SignedNote(parsing: note.utf8).text == Self.example)
  }

  @Test("are those of the log-format article, whose example is a real one")
  func article() throws {
    let path = URL(filePath: #filePath).appending(path: "../../../Sources/iocledger/iocledger.docc/TheLogFormat.md")
    let article = try String(contentsOf: path.standardized, encoding: .utf8)
    let blocks = article.components(separatedBy: "```\n")
    let example = try #require(blocks.first { $0.hasPrefix("iocledger/") && $0.contains("\u{2014}") })
    let line = try #require(blocks.first { $0.hasPrefix("iocledger/") && $0.contains("+") && !$0.contains("\n\n") })
    let key = try VerifierKey(parsing: line.dropLast())
    let note = try SignedNote(parsing: example.utf8)
    #expect(note.judgement(by: [key]) == .signed(by: key))
    let checkpoint = try Checkpoint(parsing: note.text)
    #expect(checkpoint.origin == key.name && checkpoint.size == 8)
  }

  @Test("may be of an empty log, and may have more lines")
  func variants() throws {
    let empty = Checkpoint(origin: "iocledger/x", size: 0, root: Frontier().root)
    #expect(try Checkpoint(parsing: empty.text) == empty)
    let extended = Checkpoint(origin: "iocledger/x", size: 5, root: Frontier().root, extensions: ["more", "and more"])
    #expect(try Checkpoint(parsing: extended.text) == extended)
  }

  @Test(
    "that are none are refused in words",
    arguments: [
      "", "\n", "a\n1\n", "a\n1", "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
      "a\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "a\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
      "a\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "a\n1 \nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
      "a\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "a\n1\nCsUY\n",
      "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n", "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
      "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\nmore\n",
      "a\n１\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    ])
  func malformed(_ text: String) {
    let error = #expect(throws: NoteError.self) { try Checkpoint(parsing: text) }
    #expect(error?.code == .malformedCheckpoint)
  }
}
