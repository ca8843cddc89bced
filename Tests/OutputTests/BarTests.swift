import Output
import Testing

@Suite("Bar")
struct BarTests {
  @Test("bars in blocks and in ASCII")
  func drawn() throws {
    var text = ""
    for score in [-5, 0, 1, 500, 1250, 3333, 5000, 7499, 9250, 9999, 10_000, 20_000] {
      let bar = Bar(hundredths: score)
      text += "|\(bar.text(for: .screen(80)).plain)|\(bar.text(for: .screen(80, isUTF8: false)).plain)| \(score)\n"
    }
    try expectSnapshot(text, named: "bars")
  }

  @Test("every bar has its width, none shrinks as the score grows, and only 0 and 100 are empty and full")
  func monotone() {
    for terminal in [Terminal.screen(80), .screen(80, isUTF8: false)] {
      var last = ""
      for score in 0...10_000 {
        let text = Bar(hundredths: score, cells: 7).text(for: terminal).plain
        #expect(text.count == 7)
        let isEmpty = text.allSatisfy { $0 == " " || $0 == "." }
        let isFull = text.allSatisfy { $0 == "█" || $0 == "#" }
        #expect(isEmpty == (score == 0) && isFull == (score == 10_000))
        let order = " .▏▎▍▌▋▊▉█#"
        let ranks = zip(last, text).map { (order.firstIndex(of: $0)!, order.firstIndex(of: $1)!) }
        #expect(ranks.allSatisfy { $0 <= $1 })
        last = text
      }
    }
  }

  @Test("the filled part has the verdict's colour")
  func color() {
    let text = Bar(hundredths: 5000, cells: 2, style: .verdict("suspicious")).text(for: .color)
    #expect(text.rendered(for: .color) == "\u{1B}[33m█\u{1B}[0m\u{1B}[2m \u{1B}[0m")
  }
}
