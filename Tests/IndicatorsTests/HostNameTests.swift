import Indicators
import Testing

@Suite struct HostNameTests {
  @Test(
    "a name is taken as DNS and browsers take it",
    arguments: [
      ("shop-.evil.example", "shop-.evil.example"), ("-shop.evil.example", "-shop.evil.example"),
      ("r4---sn-x1.evil.example", "r4---sn-x1.evil.example"), ("_x_.evil.example", "_x_.evil.example"),
      ("SHOP-.Evil.example.", "shop-.evil.example"), ("--.evil.example", "--.evil.example"),
      ("xn--bcher-kva.example", "xn--bcher-kva.example"), ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
      ("🦊.example", "xn--9s9h.example"), ("xn--9s9h.example", "xn--9s9h.example"),
      ("②④.example", "24.example"), ("Ｌｏｇｉｎ.example", "login.example"), ("ﬂow.example", "flow.example"),
      ("evil.example。", "evil.example"),
    ])
  func taken(text: String, name: String) throws {
    let expected = Indicator(.domain, canonical: name)
    #expect(try Indicator(parsing: text) == expected)
    #expect(try Indicator(parsing: name, as: .domain) == expected)
    #expect(try Indicator(parsing: expected.defanged) == expected)
    #expect(try Indicator(parsing: "http://\(text)/a").host == name)
    #expect(try Indicator(parsing: "who@\(text)").value == "who@\(name)")
  }

  @Test(
    "a name that nobody can ask for is refused, and the reason names the fault",
    arguments: [
      ("xn--0000000000.example", "Punycode"), ("a.xn--b", "Punycode"), ("xn--abc-.example", "Punycode"),
      ("a\u{200C}b.example", "joiner"), ("אbג.example", "both directions"), ("\u{301}a.example", "combining mark"),
      ("a☎ß.example", "sharp s"), ("évil\u{2028}.example", "U+2028"), ("a.---", "no letter"),
      ("evil.12", "number"), ("evil.0x1f", "number"), ("evil.0x", "number"), ("evil.①", "number"),
      ("a℀b.example", "U+002F"),
      (String(repeating: "☎", count: 60) + ".example", "longer"),
    ])
  func refused(text: String, reason: String) {
    let error = #expect(throws: IndicatorError.self) { try Indicator(parsing: text, as: .domain) }
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
  }

  @Test("four numbers are an address in whatever digits and radix they are written, fewer are nothing")
  func numbers() throws {
    for text in ["203.0.113.0x5A", "0xcb.0.0x71.90", "２０３.0.113.90", "203。0。113。90", "⑳3.0.113.90"] {
      #expect(try Indicator(parsing: text) == Indicator(.ipv4, canonical: "203.0.113.90"), "\(text)")
      #expect(throws: IndicatorError.self) { try Indicator(parsing: text, as: .domain) }
    }
    for text in ["203.0.0x7190", "203.0.113", "1.2.3.4.0x5"] {
      #expect(throws: IndicatorError.self) { try Indicator(parsing: text) }
    }
  }
}
