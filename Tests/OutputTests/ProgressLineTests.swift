import Output
import Synchronization
import Testing

private final class HandClock: Sendable {
  private let now = Mutex<Int64>(1_000_000)
  func pass(_ milliseconds: Int64) { now.withLock { $0 += milliseconds } }
  var clock: ProgressLine.Clock { { self.now.withLock { $0 } } }
}

@Suite("Progress line")
struct ProgressLineTests {
  private let clock = HandClock()
  private let sink = MemorySink()

  private func progress(
    total: Int? = nil, _ terminal: Terminal = .screen(80), isQuiet: Bool = false
  ) -> (ProgressLine, Messages) {
    let messages = Messages(terminal: terminal, isQuiet: isQuiet, to: sink)
    return (ProgressLine("ingest", counting: "lines", total: total, on: messages, clock: clock.clock), messages)
  }

  @Test("count, share, rate and the time left")
  func line() {
    let (progress, _) = progress(total: 40_000)
    clock.pass(2_000)
    progress.update(to: 10_000)
    #expect(sink.text == "\r\u{1B}[Kingest: 10,000 of 40,000 lines  25 %  5,000/s  6 s left")
    progress.finish()
    #expect(sink.text.hasSuffix("\r\u{1B}[K"))
  }

  @Test("without a total there is no share, and slow rates have a decimal")
  func noTotal() {
    let (progress, _) = progress()
    clock.pass(2_000)
    progress.advance(by: 3)
    #expect(sink.text == "\r\u{1B}[Kingest: 3 lines  1.5/s")
  }

  @Test("one is one")
  func singular() {
    let (progress, _) = progress()
    clock.pass(2_000)
    progress.advance()
    #expect(sink.text == "\r\u{1B}[Kingest: 1 line  0.5/s")
  }

  @Test("nothing is drawn for half a second, then every tenth at most")
  func rateLimit() {
    let (progress, _) = progress()
    for _ in 0..<499 {
      clock.pass(1)
      progress.advance()
    }
    #expect(sink.text.isEmpty)
    for _ in 0..<1_001 {
      clock.pass(1)
      progress.advance()
    }
    #expect(sink.text.components(separatedBy: "\r").count - 1 == 11)
  }

  @Test("silent in a pipe, with quiet, and when finished before it was drawn", arguments: [0, 1, 2])
  func silent(way: Int) {
    let (progress, _) =
      switch way {
      case 0: progress(.pipe)
      case 1: progress(isQuiet: true)
      default: progress()
      }
    if way < 2 { clock.pass(10_000) }
    progress.update(to: 5)
    progress.finish()
    clock.pass(10_000)
    progress.update(to: 6)
    progress.finish()
    #expect(sink.text.isEmpty)
  }

  @Test("a message goes above the line")
  func messages() {
    let (progress, messages) = progress()
    clock.pass(1_000)
    progress.update(to: 5)
    messages.warning("slow")
    #expect(sink.text == "\r\u{1B}[Kingest: 5 lines  5.0/s\r\u{1B}[Kwarning: slow\ningest: 5 lines  5.0/s")
  }

  @Test("the line never wraps")
  func narrow() {
    let (progress, _) = progress(total: 9_999_999, .screen(20))
    clock.pass(1_000)
    progress.update(to: 5)
    #expect(sink.text == "\r\u{1B}[Kingest: 5 of 9,999…")
  }

  @Test("absurd counts and totals do not trap", arguments: [(Int.max, 1), (-1, 0), (0, Int.max), (Int.min, Int.max)])
  func absurd(count: Int, total: Int) {
    let (progress, _) = progress(total: total)
    clock.pass(1_000)
    progress.update(to: count)
    #expect(!sink.text.isEmpty)
  }
}

extension String {
  fileprivate func components(separatedBy separator: Character) -> [Substring] {
    split(separator: separator, omittingEmptySubsequences: false)
  }
}
