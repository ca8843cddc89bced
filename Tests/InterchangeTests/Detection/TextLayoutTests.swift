import Testing

@testable import Interchange

@Suite("Which layout a text has")
struct TextLayoutTests {
  private static let hash = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"

  @Test(
    "headings, remarks, bullets, rules, mails, markup and paths make prose of it",
    arguments: [
      "Domains\none.example\ntwo.example\nthree.example\n", "IPs:\n192.0.2.1\n192.0.2.2\n192.0.2.3\n",
      "192.0.2.1 - first stage\n192.0.2.2\n192.0.2.3\n", "• one.example\n• two.example\n",
      "-- one.example\n-- two.example\n", "1. one.example\n2. two.example\n", "SHA256 hash: \(hash)\n",
      "http://one.example/a - \(hash)\nhttp://two.example/b - \(hash)\n", "\(hash) – tool\n\(hash)\n",
      "one.example\nloader.exe\ntwo.example\n",
      "alert dns any any -> any any (msg:\"a; b\"; content:\"one.example\"; sid:1;)\n",
      "# drop tcp any any -> 192.0.2.1 any (msg:\"x\"; sid:2;)\n192.0.2.1, a\n192.0.2.2, b\n",
      "rule X {\n  strings:\n    $a = \"one.example\"\n  condition: $a\n}\n",
      "title: X\nlogsource:\n  category: dns\ndetection:\n  a: one.example\n",
      "From: a@one.example\nTo: b@two.example\n\n192.0.2.1\n192.0.2.2\n192.0.2.3\n192.0.2.4\n",
      "<list>\n<ip>192.0.2.1</ip>\n</list>\n",
      "\\\\Temp\\\\a\\.exe;50\n\\\\Users\\\\b\\.dll;60\n\\\\Windows\\\\c\\.sys;70\n",
    ])
  func prose(text: String) throws {
    #expect(try IntakeFormat.detect(fileName: "input.txt", firstBytes: Array(text.utf8)) == .text)
  }

  @Test(
    "values with comments, a damaged one, a network's name or what a list says in its own way make a list of it",
    arguments: [
      "one.example # seen twice\ntwo.example\n", "one.example\ntwo..example\nthree.example\nfour.example\n",
      "0.0.0.0 one.example\n0.0.0.0 two.example\n", "||one.example^\n||two.example^\n",
      "192.0.2.0-192.0.2.9\n198.51.100.0 - 198.51.100.255\n", "192.0.2.1#4#2#Scanning Host#ZZ##1.0,2.0#3\n",
      "- one.example\n- two.example\n", "! a list\none.example\nmanagement.lan\n",
    ])
  func lists(text: String) throws {
    #expect(try IntakeFormat.detect(fileName: "input.txt", firstBytes: Array(text.utf8)) == .lines)
  }

  @Test(
    "the names of rules, markup and code say it",
    arguments: [
      "c2.rules", "c2.yar", "a/b.yara", "rule.sigma", "x.ioc", "mail.eml", "page.xml", "drop.ps1", "IOC.YAML",
    ])
  func names(name: String) throws {
    #expect(try IntakeFormat.detect(fileName: name, firstBytes: Array("192.0.2.1,x\n192.0.2.2,y\n".utf8)) == .text)
  }
}
