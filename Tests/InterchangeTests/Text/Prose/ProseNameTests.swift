import Indicators
import Interchange
import Testing

@Suite("Names in prose that may be those of files")
struct ProseNameTests {
  @Test("are taken alone in an item where the items around them are hosts, before or behind")
  func amongHosts() throws {
    #expect(
      try ProseFates("- tracker.sh\n- stalk.app\n- spy.example\n- spy.pl\n").taken == [
        "tracker.sh", "stalk.app", "spy.example", "spy.pl",
      ])
    #expect(try ProseFates("* 198.51.100.4\n* kit.rs\n\n* kit.cc").taken == ["198.51.100.4", "kit.rs", "kit.cc"])
  }

  @Test("are not taken among files, under a heading of files, or alone in the text")
  func amongFiles() throws {
    #expect(try ProseFates("- loader.exe\n- tracker.sh\n- spy.example\n").taken == ["spy.example"])
    #expect(try ProseFates("Dropped files:\n- tracker.sh\n- setup.py\n").taken == [])
    #expect(try ProseFates("tracker.sh\n").taken == [])
    #expect(try ProseFates("- spy.example\nIt starts from there.\n- tracker.sh\n").taken == ["spy.example"])
  }

  @Test("are taken under a heading, a label or a column of hosts")
  func announced() throws {
    #expect(try ProseFates("websites:\n  - tracker.sh\n  - stalk.app\n").taken == ["tracker.sh", "stalk.app"])
    #expect(try ProseFates("Domain: tracker.pl").taken == ["tracker.pl"])
    #expect(try ProseFates("File: tracker.pl").taken == [])
    let table = "| File | Domain |\n|---|---|\n| a.sh | b.sh |\n| c.pl | d.pl |\n"
    #expect(try ProseFates(table).taken == ["b.sh", "d.pl"])
  }

  @Test("are taken in a list within a line that holds hosts")
  func inLine() throws {
    #expect(
      try ProseFates("\"dom\":\"one.example;two.pl;three.pl;four.test\"").taken == [
        "one.example", "two.pl", "three.pl", "four.test",
      ])
    #expect(try ProseFates("run a.sh, then b.sh, from one.example").taken == ["one.example"])
  }

  @Test("are taken defanged, in a URL, with www or below com, and no further")
  func written() throws {
    let text = "x[.]zip https://y.sh/a www.z.py shop.com.pl and notes.md or C:\\\\Temp\\\\u.sh but not ~/v.sh"
    #expect(try ProseFates(text).taken == ["x.zip", "https://y.sh/a", "www.z.py", "shop.com.pl"])
  }

  @Test("dots with a backslash are defanged ones, but those of patterns of paths are not")
  func escaped() throws {
    #expect(try ProseFates("kit\\.example kit\\\\.example").taken == ["kit.example", "kit.example"])
    #expect(try ProseFates("\\\\Windows\\\\Tasks\\\\job\\.pl or [a-z]+kit\\.example or \\\\x\\\\y\\.so").taken == [])
  }

  @Test("fields and keywords of rules are no hosts")
  func fields() throws {
    #expect(
      try ProseFates("http.host; content:\"kit.example\"; process.name: x, adodb.stream, dns.query").taken == [
        "kit.example"
      ])
  }

  @Test(
    "the server of a path of Windows is taken, its port is none of it",
    arguments: [
      ("\\\\198.51.100.3@8081\\DavWWWRoot\\a.dll", "198.51.100.3"),
      ("\\\\\\\\share.kit.example@SSL@8443\\\\a\\\\b.lnk", "share.kit.example"),
      ("file://198.51.100.3@80/davwwwroot/a.url", "198.51.100.3"), ("\\\\198.51.100.3\\c$\\a.exe", "198.51.100.3"),
      ("\"\\\\share[.]kit[.]example\\a\"", "share.kit.example"),
    ])
  func servers(text: String, value: String) throws {
    #expect(try ProseFates("it opens \(text) then").taken == [value])
  }

  @Test("defanged user information is no host")
  func userInformation() throws {
    let taken = try ProseFates("hxxps://login[.]bank[.]example@kit[.]test/x and hxxp[:]//a[@]kit[.]test/").taken
    #expect(taken.count == 2)
    #expect(try taken.map { try Indicator(parsing: $0).host } == ["kit.test", "kit.test"])
  }

  @Test("an address in brackets is one, and so are two in a row")
  func bracketedMail() throws {
    #expect(
      try ProseFates("*.[one@kit.example] *.[two@kit.example][three@kit.test].id <four@kit.test>").taken == [
        "one@kit.example", "two@kit.example", "three@kit.test", "four@kit.test",
      ])
  }
}
