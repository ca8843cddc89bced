import Events
import Testing

@Suite("Signed notes")
struct SignedNoteTests {
  // The keys, texts and signatures of the tests of Go's golang.org/x/mod/sumdb/note, from which the specification grew.
  static let verifier = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  static let signer = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
  static let otherVerifier = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
  static let text = """
    If you think cryptography is the answer to your problem,
    then you don't know what your problem is.

    """
  static let signature =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
  static let otherSignature =
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
  static let note = text + "\n" + signature

  private func parse(_ text: String) throws -> SignedNote { try SignedNote(parsing: text.utf8) }

  @Test("are read, verified and written again as they were")
  func reference() throws {
    let note = try parse(Self.note)
    let key = try VerifierKey(parsing: Self.verifier)
    #expect(note.text == Self.text)
    #expect(note.judgement(by: [key]) == .signed(by: key))
    #expect(note.description == Self.note)
    #expect(key.description == Self.verifier)
    #expect(key.keyID == 0xc74f_20a3)
  }

  @Test("are signed as Go signs them")
  func signing() throws {
    let key = try SigningKey(parsing: Self.signer)
    #expect(key.secretText == Self.signer)
    #expect(key.verifier.description == Self.verifier)
    let note = try key.sign(Self.text)
    // Other platforms' libraries add chance to signatures, which makes them no less valid.
    #if os(Linux)
      #expect(note.description == Self.note)
    #endif
    #expect(note.judgement(by: [key.verifier]) == .signed(by: key.verifier))
    #expect(!"\(key)".contains("AYEK"), "printing a key shows none of it")
  }

  @Test(
    "signatures of unknown keys are passed over, also with a known name; a forged one of a known key rejects the note")
  func judgements() throws {
    let (peter, enoch) = (try VerifierKey(parsing: Self.verifier), try VerifierKey(parsing: Self.otherVerifier))
    let both = try parse(Self.note + Self.otherSignature)
    #expect(both.judgement(by: [peter]) == .signed(by: peter))
    #expect(both.judgement(by: [enoch]) == .signed(by: enoch))
    #expect(both.judgement(by: []) == .unknown)
    let namesake = try VerifierKey(name: "PeterNeumann", publicKey: enoch.publicKey)
    #expect(both.judgement(by: [namesake]) == .unknown)
    let changed = try parse(Self.note.replacing("answer", with: "reply"))
    #expect(changed.judgement(by: [peter]) == .forged(peter))
    #expect(changed.judgement(by: [enoch]) == .unknown)
    let half = try parse(Self.text + "\n" + Self.signature + Self.otherSignature.replacing("5n2t", with: "5n2u"))
    #expect(half.judgement(by: [peter, enoch]) == .forged(enoch))
    let short = try parse(Self.text + "\n— PeterNeumann x08go/ZJkuBS\n")
    #expect(short.judgement(by: [peter]) == .forged(peter))
  }

  @Test("every changed byte of text or signature is noticed")
  func everyByte() throws {
    let key = try VerifierKey(parsing: Self.verifier)
    let bytes = Array(Self.note.utf8)
    for place in bytes.indices {
      for change in [UInt8(1), 0x80] {
        var changed = bytes
        changed[place] ^= change
        let judgement = (try? SignedNote(parsing: changed))?.judgement(by: [key])
        #expect(judgement != .signed(by: key), "byte \(place)")
      }
    }
  }

  @Test(
    "what is none is refused in words",
    arguments: [
      "", "\n", "\n\n", text, text + "\n", String(note.dropLast()), "\u{1}" + note, "tab\there\n" + note,
      note.replacing("\n", with: "\r\n"), note + "Unexpected line.\n", note + "\n",
      text + "\n— Bad Name x08go/ZJkuBS\n", text + "\n— a+b x08go/ZJkuBS\n", text + "\n—  x08go/ZJkuBS\n",
      text + "\n— Name \n", text + "\n— Name x08g\n", text + "\n— Name x08go/ZJkuB\n", text + "\n- Name x08go/ZJkuBS\n",
      text + "\n— Na\u{A0}me x08go/ZJkuBS\n", text + "\n" + String(repeating: signature, count: 101),
      String(repeating: "x", count: 1 << 20) + "\n\n" + signature,
    ])
  func malformed(_ text: String) {
    let error = #expect(throws: NoteError.self) { try SignedNote(parsing: text.utf8) }
    #expect(error?.code == .malformedNote)
    #expect(error?.description.isEmpty == false)
  }

  @Test("bytes that are no UTF-8 are refused, and 16 signatures are not")
  func bounds() throws {
    #expect(throws: NoteError.self) { try SignedNote(parsing: [0xFF] + Array(Self.note.utf8)) }
    let many = try parse(Self.text + "\n" + String(repeating: Self.signature, count: 16))
    #expect(many.signatures.count == 16)
    let empty = try parse("one\n\ntwo\n\n" + Self.signature)
    #expect(empty.text == "one\n\ntwo\n")
  }

  @Test("a key that was cut or changed anywhere is refused")
  func damagedKeys() {
    for text in [Self.verifier, Self.signer] {
      let bytes = Array(text.utf8)
      func isRead(_ bytes: some Collection<UInt8>) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        return (try? VerifierKey(parsing: text)) != nil || (try? SigningKey(parsing: text)) != nil
      }
      #expect(isRead(bytes))
      for start in bytes.indices {
        for end in start...bytes.count where end - start < bytes.count { #expect(!isRead(bytes[start..<end])) }
        var changed = bytes
        changed[start] += 1
        #expect(!isRead(changed), "byte \(start)")
      }
    }
    for text in [
      "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
      "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "++", "a+00000000+", "a+00000000+AQ==",
    ] { #expect(throws: NoteError.self) { try VerifierKey(parsing: text) } }
    #expect(throws: NoteError.self) { try SigningKey(name: "a", seed: [1, 2, 3]) }
    #expect(throws: NoteError.self) { try SigningKey(name: "a b", seed: Array(repeating: 7, count: 32)) }
  }

  @Test("only whole lines are signed")
  func texts() throws {
    let key = try SigningKey(parsing: Self.signer)
    for text in ["", "abc", "a\r\n", "a\u{0}\n"] { #expect(throws: NoteError.self) { try key.sign(text) } }
  }
}
