import Foundation
import TestSupport
import Testing

@testable import Interchange

@Suite("Finding out the format")
struct IntakeDetectionTests {
  @Test(
    "goes by the content",
    arguments: [
      ("{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":[]}", .stix),
      ("{\"objects\":[{\"type\":\"indicator\"", .stix),
      ("[{\"type\":\"indicator\",\"id\":\"indicator--1\"}]", .stix),
      ("{\"id\":\"malware--1\",\"type\":\"malware\"}\n{}", .stix),
      ("\u{FEFF} {\"more\":true,\"objects\":[]}", .stix), ("{\"response\":[{\"Event\":{\"info\":\"x\"}}]}", .misp),
      ("{\"Event\":{\"id\":\"1\"", .misp), ("[{\"Event\":{}}]", .misp), ("{\"response\":{\"Attribute\":[]}}", .misp),
      ("{\"info\":\"x\",\"threat_level_id\":\"1\",\"Attribute\":[]}", .misp),
      ("# a list\n192.0.2.1\nevil[.]example\n", .lines), ("0.0.0.0 evil.example\n0.0.0.0 evil2.example\n", .lines),
      ("192.0.2.1\t10\n192.0.2.2\t9\n", .tsv), ("ip\tcount\n192.0.2.1\t10\n", .tsv),
      ("ip,count\n192.0.2.1,10\n", .csv), ("# \"first_seen\",\"url\"\n\"2026-01-01\",\"http://evil.example/\"\n", .csv),
      ("date;indicator\n2026-01-01;evil.example\n", .csv), ("indicator,tags\n", .csv),
      ("192.0.2.1, 192.0.2.2, evil.example\n", .text),
      ("We saw evil[.]example, which resolved to 192.0.2.1.\nLater, on Tuesday, it did not, we think.\n", .text),
      ("; Spamhaus DROP List\n192.0.2.0/24 ; SBL1\n198.51.100.0/24 ; SBL2\n", .lines),
      ("", .text), ("# only a comment\n", .text), ("{not JSON}", .text), ("[1] Report, see evil.example\n", .text),
    ] as [(String, IntakeFormat)])
  func content(text: String, format: IntakeFormat) throws {
    #expect(try IntakeFormat.detect(fileName: nil, firstBytes: Array(text.utf8)) == format)
  }

  @Test(
    "goes by the name where it says more",
    arguments: [
      ("/a/feed.csv", "evil.example\n", .csv), ("feed.TSV", "evil.example\n", .tsv), ("feed.tab", "x", .tsv),
      ("README.md", "192.0.2.1\n", .text), ("feed.txt", "192.0.2.1\n", .lines), ("a.csv/feed", "192.0.2.1\n", .lines),
      ("feed.csv", "{\"type\":\"bundle\",\"objects\":[]}", .stix), ("feed.json", "192.0.2.1\n", .lines),
    ] as [(String, String, IntakeFormat)])
  func names(name: String, text: String, format: IntakeFormat) throws {
    #expect(try IntakeFormat.detect(fileName: name, firstBytes: Array(text.utf8)) == format)
  }

  @Test(
    "says what to do with files that are none of ours",
    arguments: [
      ([0x25, 0x50, 0x44, 0x46, 0x2D, 0x31], "pdftotext"), ([0x50, 0x4B, 0x03, 0x04, 0, 0], "ZIP"),
      ([0x1F, 0x8B, 8, 0], "gunzip"),
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "Office"), (Array("abc\0def".utf8), "NUL"),
      (Array("<!DOCTYPE html><html>".utf8), "web page"), (Array("\n <HTML>".utf8), "web page"),
      (
        Array("<?xml version='1.0'?><stix:STIX_Package xmlns:stix='http://stix.mitre.org/stix-1'>".utf8),
        "stix2-elevator"
      ),
      (
        Array("{\"name\":\"x\",\"version\":1,\"list\":[\"192.0.2.1\"],\"matching_attributes\":[\"ip-dst\"]}".utf8),
        "names what is harmless"
      ),
      (Array("{\"5c3c46a0-efae-4e0a-891c-db88e46ce012\":{\"info\":\"x\"}}".utf8), "manifest"),
    ] as [([UInt8], String)])
  func foreign(bytes: [UInt8], hint: String) {
    do {
      let format = try IntakeFormat.detect(fileName: "x.txt", firstBytes: bytes)
      Issue.record("taken for \(format)")
    } catch {
      #expect(error.description.contains(hint), "\(error)")
    }
  }

  @Test("the reader gets the whole input, also the part that was looked at", arguments: [1, 1000, 1 << 20])
  func wholeInput(size: Int) throws {
    let text = (0..<20_000).map { "192.0.\($0 / 256).\($0 % 256)\n" }.joined()
    let made = try IntakeFormat.auto.reader(fileName: "list", source: pieces(text, of: size))
    #expect(made.format == .lines)
    #expect(try items(of: made.reader).statements.count == 20_000)
  }

  @Test("a format that the user states is believed, except for files that are no text")
  func stated() throws {
    let html = "<html><body>evil[.]example</body></html>"
    #expect(try IntakeFormat.text.reader(fileName: nil, source: pieces(html)).format == .text)
    #expect(throws: IntakeError.self) { try IntakeFormat.auto.reader(fileName: nil, source: pieces(html)) }
    #expect(throws: IntakeError.self) {
      try IntakeFormat.text.reader(fileName: nil, source: pieces("%PDF-1.7"))
    }
    for format in IntakeFormat.allCases where format != .auto {
      #expect(try format.reader(fileName: nil, source: pieces("evil.example")).format == format)
    }
  }

  @Test("UTF-16 is text")
  func utf16() throws {
    let units = "ip,count\n192.0.2.1,10\n".utf16.map { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    let made = try IntakeFormat.auto.reader(fileName: nil, source: pieces([0xFE, 0xFF] + Array(units.joined())))
    #expect(made.format == .csv)
    #expect(try items(of: made.reader).indicators == ["ipv4 192.0.2.1"])
  }

  @Test("never stops on bytes from a stranger")
  func fuzz() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
        Bool.random(using: &random)
          ? UInt8.random(in: 1...255, using: &random)
          : Array("{}[]\",:\n\t;.#1a".utf8).randomElement(using: &random) ?? 0
      }
      guard let made = try? IntakeFormat.auto.reader(fileName: nil, source: pieces(bytes)) else { continue }
      _ = try? items(of: made.reader)
    }
  }

  @Test(
    "recorded files are what they are", .enabled(if: SharedData.isThere),
    arguments: [
      ("feeds/ipsum.txt", .tsv), ("feeds/eset/mozi.misp-event.json", .misp), ("stix/ics-attack-18.1.json", .stix),
      ("stix/oasis/apt1.json", .stix), ("stix/oasis/interop-objectmarking-test.json", .stix),
      ("feeds/eset/dukes-README.adoc", .text),
      ("feeds/eset/LICENSE", .text), ("stix/ATTACK-LICENSE.txt", .text),
    ] as [(String, IntakeFormat)])
  func recorded(path: String, format: IntakeFormat) throws {
    let made = try IntakeFormat.auto.reader(fileName: path, source: pieces(SharedData.bytes(path)))
    #expect(made.format == format)
  }

  @Test("a damaged line with NUL bytes does not make a text a program")
  func zeros() throws {
    let made = try IntakeFormat.auto.reader(
      fileName: nil, source: pieces("192.0.2.1\n192.0\0.2.2\n192.0.2.3\n192.0.2.4\n"))
    #expect(made.format == .lines)
    let read = try items(of: made.reader)
    #expect(read.indicators == ["ipv4 192.0.2.1", "ipv4 192.0.2.3", "ipv4 192.0.2.4"])
    #expect(read.rejections.map(\.line) == [2])
    let unmarked = Array("192.0.2.1\n192.0.2.2\n".utf8.map { [$0, 0] }.joined())
    let error = #expect(throws: IntakeError.self) {
      try IntakeFormat.auto.reader(fileName: nil, source: pieces(unmarked))
    }
    #expect(error?.description.contains("iconv") == true)
  }

  @Test(
    "an input that pauses can be told as soon as nothing can change what it is",
    arguments: [
      ("192.0.2.1\n", true), ("192.0.2.1", false), ("# a comment\n", false), ("! a title\n||evil", false), ("", false),
      ("ip,tags\n", true), ("{\"type\":\"bundle\",", true), ("{\"type\":", false), ("{\"Event\":{\"info\":\"x", true),
      ("[", false), ("<html>\n", false), ("{\"id\":\"x\"", false),
    ])
  func pausing(beginning: String, isTold: Bool) {
    #expect(IntakeFormat.canBeTold(from: Array(beginning.utf8)) == isTold)
  }
}
