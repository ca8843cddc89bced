import IDNA
import Testing

@Suite struct IDNATests {
  @Test(
    "a name is mapped, composed and encoded as UTS #46 says",
    arguments: [
      // what was plain stays plain
      ("Evil.Example", "evil.example"), ("a_b-.example.", "a_b-.example."), ("", ""), ("a..b", "a..b"),
      // mapping: case, compatibility, full stops
      ("BÜCHER.example", "xn--bcher-kva.example"), ("bu\u{308}cher.example", "xn--bcher-kva.example"),
      ("ｂü.example", "xn--b-eha.example"), ("Ⅷ.example", "viii.example"), ("㎏.example", "kg.example"),
      ("ﬀ.example", "ff.example"), ("ŉ.example", "xn--n-y6a.example"), ("🄰🄱.example", "ab.example"),
      ("𝟣𝟤.example", "12.example"), ("ⅸ。example｡", "ix.example."), ("ﷲ.example", "xn--mgb2dam.example"),
      ("สำ.example", "xn--73cq4f.example"),
      // deviations are kept
      ("Straße.example", "xn--strae-oqa.example"), ("βόλος.example", "xn--nxasmm1c.example"),
      ("ẞ.example", "xn--zca.example"),
      // what is invisible vanishes
      ("so\u{AD}ft.example", "soft.example"), ("a\u{200B}b\u{2060}c\u{FEFF}.example", "abc.example"),
      ("a\u{2061}b\u{2063}c\u{180E}d\u{3164}.example", "abcd.example"), ("a\u{E0101}.example", "a.example"),
      // joiners where a script needs them
      ("क्\u{200D}ष.example", "xn--11b2ezcw70k.example"), ("ب\u{200C}ب.example", "xn--ngba799q.example"),
      // symbols, and hyphens in every place
      ("☃.example", "xn--n3h.example"), ("i❤️u.example", "xn--iu-ony.example"), ("-ü.example", "xn----eha.example"),
      ("ü-.example", "xn----dha.example"), ("r3---ü.example", "xn--r3----ova.example"),
      ("_ü.example", "xn--_-eha.example"),
      ("-☃-ü-.example", "xn------ioa7058b.example"),
      // directions
      ("אב1.example", "xn--1-zhcd.example"), ("אב.example.1a", "xn--4dbc.example.1a"),
      // capital letters that had no small ones
      ("Ⴀ.example", "xn--rkj.example"), ("Ӏ.example", "xn--s5a.example"),
      // an encoded label that is one only after mapping
      ("ｘn－-bcher-kva.example", "xn--bcher-kva.example"),
    ])
  func maps(name: String, ascii: String) throws {
    #expect(try IDNA.ascii(name) == ascii)
    #expect(try IDNA.ascii(ascii) == ascii, "what is encoded stays")
  }

  @Test(
    "what UTS #46 forbids is an error that says why",
    arguments: [
      ("a\u{FFFD}.example", IDNAError.disallowed("\u{FFFD}")), ("⒈com", .disallowed("⒈")),
      ("a\u{202E}b.example", .disallowed("\u{202E}")), ("ü\u{0}b.example", .disallowed("\u{0}")),
      ("\u{300}a.example", .leadingMark), ("a\u{200D}b.example", .misplacedJoiner),
      ("ü\u{200C}.example", .misplacedJoiner),
      ("אaב.example", .mixedDirections), ("1א.example", .mixedDirections), ("-א.example", .mixedDirections),
      ("xn--ü.example", .notPunycode), ("xn--.ü", .notPunycode), ("ü.xn--a", .notPunycode),
      ("ü.xn--abc-", .notPunycode),
      ("ß☃.example", .notEncodable), (String(repeating: "ü", count: 64), .tooLong),
    ])
  func forbids(name: String, error: IDNAError) {
    #expect(throws: error) { try IDNA.ascii(name) }
  }

  @Test(
    "an encoded label is checked: it has to be what its name is encoded as",
    arguments: [
      ("xn--bcher-kva", true), ("xn--strae-oqa", true), ("xn--n3h", true), ("xn----eha", true), ("xn--r3----ova", true),
      ("xn--11b2ezcw70k", true), ("xn--zca031q", true),
      ("xn--", false), ("xn--abc", false), ("xn--abc-", false), ("xn--99999999", false), ("xn--wca", false),
      ("xn--ab-j1t", false), ("xn--u-ccb", false), ("xn--a-0hc", false), ("xn--zzzzzzzzzzzzzzzzzzzz", false),
    ])
  func checks(label: String, isValid: Bool) {
    if isValid {
      #expect(throws: Never.self) { try IDNA.check(encoded: label) }
    } else {
      #expect(throws: IDNAError.self) { try IDNA.check(encoded: label) }
    }
  }
}
