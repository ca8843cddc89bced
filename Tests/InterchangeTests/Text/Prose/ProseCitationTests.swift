import Indicators
import Interchange
import Testing

@Suite("What prose merely cites")
struct ProseCitationTests {
  @Test(
    "is set aside with a reason",
    arguments: [
      ("It listens on 127.0.0.1 and scans 10.0.0.0/8.", ["127.0.0.1", "10.0.0.0/8"]),
      ("curl http://192.168.7.1/setup", ["http://192.168.7.1/setup"]), ("It binds to ::1", ["::1"]),
      ("MD5 d41d8cd98f00b204e9800998ecf8427e", ["d41d8cd98f00b204e9800998ecf8427e"]),
      ("# Reference: https://news.kit.example/part-2", ["https://news.kit.example/part-2"]),
      ("reference1 = \"https://news.kit.example/a\"", ["https://news.kit.example/a"]),
      (
        "References\n* https://news.kit.example/a\n* [b](https://kit.test/b)",
        ["https://news.kit.example/a", "https://kit.test/b"]
      ),
      ("references:\n    - https://news.kit.example/a\nstatus: test", ["https://news.kit.example/a"]),
      ("author = \"A. Nalyst <a@lab.kit.example>\"", ["a@lab.kit.example"]),
      ("Description: told at https://news.kit.example/a", ["https://news.kit.example/a"]),
      ("alert tcp any any -> any any (reference:url,news.kit.example/a; sid:1;)", ["http://news.kit.example/a"]),
      (
        "<feed xmlns:k=\"http://ns.kit.example/1\" xmlns='http://ns.kit.test/2'>",
        ["http://ns.kit.example/1", "http://ns.kit.test/2"]
      ),
      (
        "<x xsi:schemaLocation=\"http://ns.kit.example/1 http://ns.kit.example/1.xsd\">",
        ["http://ns.kit.example/1", "http://ns.kit.example/1.xsd"]
      ),
      (
        "See https://www.virustotal.com/gui/file/x and https://github.com/lab/rules.",
        ["https://www.virustotal.com/gui/file/x", "https://github.com/lab/rules"]
      ),
      ("[the talk](https://talks.kit.example/1)", ["https://talks.kit.example/1"]),
      ("![shot](https://img.kit.example/1.png)", ["https://img.kit.example/1.png"]),
      ("https://talks.kit.example/1[The talk]", ["https://talks.kit.example/1"]),
      ("More details are at <https://talks.kit.example/1>", ["https://talks.kit.example/1"]),
      ("- Blog post of the lab: https://talks.kit.example/1", ["https://talks.kit.example/1"]),
      ("-- \nA. Nalyst\nwww.lab.example\n", ["www.lab.example"]),
    ] as [(String, [String])])
  func citations(text: String, values: [String]) throws {
    let fates = try ProseFates(text)
    #expect(fates.taken == [] && fates.aside == values)
    #expect(fates.reasons.allSatisfy { !$0.isEmpty })
    let whole = try ProseFates(text, CitationPolicy(takesAll: true))
    #expect(whole.taken == values && whole.aside == [])
  }

  @Test(
    "is taken where the text warns of it",
    arguments: [
      ("hxxps://raw[.]githubusercontent[.]com/a/b.sh", "https://raw.githubusercontent.com/a/b.sh"),
      ("the implant's C2 is 10[.]9[.]8[.]7", "10.9.8.7"), ("documentation uses 192.0.2.55", "192.0.2.55"),
      ("Domain: kit.example", "kit.example"),
      ("reference:md5,0cc175b9c0f1b6a831c399e269772661", "0cc175b9c0f1b6a831c399e269772661"),
      ("[the loader](hxxp://kit.example/x)", "http://kit.example/x"),
      ("It sends more data to http://kit.example/x", "http://kit.example/x"),
      ("<a>http://kit.example/x</a>", "http://kit.example/x"),
      ("- https://github.com/kit/loader", "https://github.com/kit/loader"),
      ("References\n* https://a.example/\n\nIndicators\nkit.example", "kit.example"),
      ("<a xmlns=\"http://ns.kit.test/\">kit.example", "kit.example"),
    ])
  func warnings(text: String, value: String) throws {
    #expect(try ProseFates(text).taken == [value])
  }

  @Test("with only what is defanged wanted, what is live is the text's own, but hashes cannot be defanged")
  func onlyDefanged() throws {
    let text = "kit.example kit[.]test https://kit.example/ hxxp://kit.test/ 198.51.100.2 198.51.100[.]3 "
    let hash = "0cc175b9c0f1b6a831c399e269772661"
    let fates = try ProseFates(text + hash, CitationPolicy(wantsDefanged: true))
    #expect(fates.taken == ["kit.test", "http://kit.test/", "198.51.100.3", hash])
    #expect(fates.aside == ["kit.example", "https://kit.example/", "198.51.100.2"])
  }

  @Test("what an allow list holds is set aside, defanged or not")
  func allowLists() throws {
    let policy = CitationPolicy(allowList: { $0.value == "198.51.100.53" ? "resolvers" : nil })
    let fates = try ProseFates("198.51.100.53, 198.51.100[.]53 and 198.51.100.54", policy)
    #expect(
      fates.taken == ["198.51.100.54"] && fates.reasons == Array(repeating: "on the allow list resolvers", count: 2))
  }
}
