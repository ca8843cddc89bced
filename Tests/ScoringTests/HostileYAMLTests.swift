import TestSupport
import Testing

@testable import Scoring

@Suite struct HostileYAMLTests {
  @Test("a bomb of aliases is refused at once")
  func aliases() {
    var text = "a: &a [x, x, x, x, x, x, x, x]\n"
    var last = "a"
    for letter in "bcdefghijklmnopqrstuvwxyz" {
      text += "\(letter): &\(letter) [\(Array(repeating: "*\(last)", count: 9).joined(separator: ", "))]\n"
      last = String(letter)
    }
    text += "? *z\n: x\n"
    #expect(throws: ScorecardError.self) { try scorecard(text) }
  }

  @Test(
    "a bomb whose aliases are one on a line, or behind odd line breaks, is refused too",
    arguments: ["\n", "\r", "\u{85}"])
  func aliasesByLine(lineBreak: String) {
    var text = "- &a [x, x]\n"
    for (last, name) in zip("abcdefghijklmnopqrstuvwxy", "bcdefghijklmnopqrstuvwxyz") {
      text += "- &\(name)\(lineBreak)  - *\(last)\(lineBreak)  - *\(last)\n"
    }
    text += "- {? *z : x}\n"
    #expect(throws: ScorecardError.self) { try scorecard(text) }
  }

  @Test("a star in a text is no alias")
  func starsInTexts() throws {
    let card = try scorecard(
      ScorecardTests.minimal
        + "tags: [{tag: a, when: {value: ['*.example', \"b, *c\", a*b]}}]\ndescription: see *this* - *that*\n")
    #expect(card.settings.tags[0].alternatives[0][0].values == ["*.example", "b, *c", "a*b"])
  }

  @Test(
    "deep nesting is refused, not followed",
    arguments: [
      String(repeating: "[", count: 500_000), String(repeating: "{a: ", count: 100_000),
      String(repeating: "- ", count: 100_000), String(repeating: "? ", count: 100_000),
      "a: " + String(repeating: "[", count: 900) + String(repeating: "]", count: 900),
      String(repeating: "!!seq ", count: 1000), "name: x\nsignals: {a.b: " + String(repeating: "[", count: 20),
    ])
  func depth(text: String) {
    #expect(throws: ScorecardError.self) { try scorecard(text) }
  }

  @Test("a text beyond 1 MiB is refused")
  func size() throws {
    let error = try #require(throws: ScorecardError.self) {
      try scorecard("name: " + String(repeating: "x", count: 1 << 20))
    }
    #expect(error.description.contains("larger than 1 MiB"))
  }

  @Test("a large scorecard is read in a moment", .timeLimit(.minutes(10)))
  func large() throws {
    var text = "name: large\nsources:\n  default: {weight: 1}\n"
    for number in 0..<8000 { text += "  source-\(number): {weight: 0.5}\n" }
    text += "signals:\n"
    for number in 0..<8000 { text += "  feed.signal\(number): {values: {a: 0.5}}\n" }
    #expect(try scorecard(text).settings.signals.count == 8000)
  }

  @Test("any damage to a scorecard gives a scorecard or an error with lines of the text")
  func mutations() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("HostileYAMLTests.mutations seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    let original = Array(Scorecard.builtIn[0].text.utf8)
    let lists = ["public-dns": Scorecard.builtInLists[0].text]
    let spice = Array("{}[]:,-?&*!|>'\"%@`#\t\n \0\u{7F}\u{85}0a.".utf8)
    for _ in 0..<600 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(spice.randomElement(using: &generator) ?? 0, at: place)
        case 2: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        default: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...200, using: &generator)))
        }
        if bytes.isEmpty { break }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let lines = text.unicodeScalars.reduce(1) { $1 == "\n" || $1 == "\r" || $1.value > 0x7F ? $0 + 1 : $0 }
      do {
        _ = try Scorecard(parsing: text, lists: lists, file: "x.yml")
      } catch {
        #expect(!error.problems.isEmpty)
        for problem in error.problems {
          #expect((1...lines + 1).contains(problem.line), "seed \(seed): \(error)")
          #expect(!problem.message.isEmpty && !problem.remedy.isEmpty)
        }
      }
    }
  }
}
