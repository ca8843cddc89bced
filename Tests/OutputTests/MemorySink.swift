import Output
import Synchronization

/// Keeps what is written, for tests to look at.
final class MemorySink: TextSink {
  private let state = Mutex((text: "", flushes: 0))

  var text: String { state.withLock(\.text) }
  var flushes: Int { state.withLock(\.flushes) }

  func write(_ text: String) throws(OutputError) { state.withLock { $0.text += text } }
  func flush() throws(OutputError) { state.withLock { $0.flushes += 1 } }
}

extension Terminal {
  /// A terminal without colour.
  static func screen(_ width: Int, isUTF8: Bool = true) -> Terminal {
    Terminal(isTerminal: true, width: width, hasColor: false, isUTF8: isUTF8)
  }

  /// A terminal with everything.
  static let color = Terminal(isTerminal: true, width: 80, hasColor: true, isUTF8: true)
}

func joined(_ lines: [StyledText], for terminal: Terminal = .pipe) -> String {
  lines.map { $0.rendered(for: terminal) + "\n" }.joined()
}
