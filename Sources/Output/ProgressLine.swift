import Synchronization

/// One line on standard error that says how far a long task is.
///
/// Silent without a terminal, with `--quiet`, and for tasks that are over in half a second. The cursor is never
/// hidden, so there is nothing to restore when the process is killed. Not for tasks that stream their answer to the
/// same terminal meanwhile: the answer would run into the line.
public final class ProgressLine: Sendable {
  /// Milliseconds from any fixed moment, never going back.
  public typealias Clock = @Sendable () -> Int64

  private struct State {
    var count = 0
    var drawn: Int64?
    var isFinished = false
  }

  private static let delay: Int64 = 500
  private static let interval: Int64 = 100

  private let title: String
  private let noun: String
  private let total: Int?
  private let messages: Messages
  private let clock: Clock
  private let start: Int64
  private let isSilent: Bool
  private let state = Mutex(State())

  /// Starts the clock of a task; `noun` is the plural of what is counted, `total` is nil where nobody knows it.
  public init(
    _ title: String, counting noun: String, total: Int? = nil, on messages: Messages, clock: @escaping Clock
  ) {
    self.title = title
    self.noun = noun
    self.total = total
    self.messages = messages
    self.clock = clock
    start = clock()
    isSilent = messages.isQuiet || !messages.terminal.isTerminal
  }

  /// The system's monotonic clock.
  public static func systemClock() -> Clock {
    let origin = ContinuousClock.now
    return {
      let (seconds, attoseconds) = (ContinuousClock.now - origin).components
      return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
  }

  /// Counts some more as done.
  public func advance(by count: Int = 1) {
    if isSilent { return }
    change { $0.addingReportingOverflow(count).partialValue }
  }

  /// States how many are done altogether.
  public func update(to count: Int) {
    if isSilent { return }
    change { _ in count }
  }

  /// Takes the line away; anything counted later is not shown.
  public func finish() {
    let wasDrawn = state.withLock { state in
      defer { state.isFinished = true }
      return state.drawn != nil && !state.isFinished
    }
    if wasDrawn { messages.show(live: "") }
  }

  private func change(_ count: (Int) -> Int) {
    state.withLock { state in
      state.count = max(0, count(state.count))
      let now = clock()
      let due = state.drawn.map { $0 + Self.interval } ?? start + Self.delay
      guard !state.isFinished, now >= due else { return }
      state.drawn = now
      messages.show(live: line(state.count, elapsed: max(now - start, 1)))
    }
  }

  private func line(_ count: Int, elapsed: Int64) -> StyledText {
    let rate = Double(count) * 1000 / Double(elapsed)
    var parts = [StyledText("\(title): \(count.grouped)")]
    if let total { parts[0] += StyledText(" of \(total.grouped)") }
    parts[0] += StyledText(" \(count == 1 && total == nil && noun.hasSuffix("s") ? noun.dropLast() : noun[...])")
    if let total, total > 0 { parts.append(StyledText("\(Int(min(1, Double(count) / Double(total)) * 100)) %")) }
    parts.append(StyledText("\(Self.text(ofRate: rate))/s", .dim))
    if let total, total > count, rate > 0 {
      let left = Double(total - count) / rate
      if left < 8_640_000 {
        parts.append(StyledText("\(DurationText.text(milliseconds: Int64(left.rounded(.up)) * 1000)) left", .dim))
      }
    }
    return StyledText(parts, separator: "  ")
  }

  /// Slow tasks, such as asking vendors, need a decimal.
  private static func text(ofRate rate: Double) -> String {
    if rate >= 10 { return Int(min(rate, 1e15)).grouped }
    let tenths = Int((rate * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
