import Indicators
import Interchange
import Testing

@Suite("Prose in the bytes of its publishers")
struct ProseTextTests {
  @Test("bytes that are no UTF-8 are Windows-1252, with its blanks, dashes and quotes")
  func windows1252() throws {
    let bytes =
      Array("one.example".utf8) + [0xA0] + Array("two.example".utf8) + [0x97] + Array("x".utf8) + [0x93]
      + Array("three.example".utf8) + [0x94]
    #expect(try ProseFates(bytes).taken == ["one.example", "two.example", "three.example"])
  }

  @Test("what nobody sees goes")
  func invisible() throws {
    let text = "http://kit.example/a\u{200B}b and kit\u{AD}-two\u{2060}.example, \u{FEFF}kit\u{200D}.test"
    #expect(try ProseFates(text).taken == ["http://kit.example/ab", "kit-two.example", "kit.test"])
  }

  @Test("references of HTML for the characters of an address are these")
  func references() throws {
    let text = "kit&#46;example kit&#x2E;test a&commat;kit&period;test hxxp&colon;//kit&lbrack;.&rbrack;test/&nbsp;x"
    #expect(try ProseFates(text).taken == ["kit.example", "kit.test", "a@kit.test", "http://kit.test/"])
  }

  @Test("a quoted-printable part of a mail is decoded, and the parts around it are not")
  func quotedPrintable() throws {
    let text = """
      Subject: kit=2Eexample\r
      Content-Type: multipart/alternative; boundary="part-0001"\r
      \r
      --part-0001\r
      Content-Transfer-Encoding: quoted-printable\r
      \r
      <a href=3D"http://kit.example/login?u=3D1&t=3Dlong-token=\r
      -goes-on">open</a> kit=2Etest\r
      --part-0001--\r
      http://kit.example/?v=3D2\r
      """
    let fates = try ProseFates(text)
    #expect(
      fates.taken == [
        "http://kit.example/login?u=1&t=long-token-goes-on", "kit.test", "http://kit.example/?v=3D2",
      ])
  }
}
