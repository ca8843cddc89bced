import Synchronization

/// What a command says to the person who runs it: always on standard error, so that the answer stays clean.
///
/// Text from files and vendors may be part of a message; it is made harmless, and its lines are indented so that none
/// can pass for a message of ours. A failure to write is ignored: there is nobody left to tell.
public final class Messages: Sendable {
  /// What is known about standard error.
  public let terminal: Terminal
  /// Whether notes and progress are left out, for `--quiet`; warnings and errors are always shown.
  public let isQuiet: Bool

  private let sink: any TextSink
  private let liveLine = Mutex("")

  /// Speaks to a stream.
  public init(terminal: Terminal, isQuiet: Bool, to sink: any TextSink = DescriptorSink.standardError) {
    self.terminal = terminal
    self.isQuiet = isQuiet
    self.sink = sink
  }

  /// Something good to know.
  public func note(_ text: String) {
    if !isQuiet { say(indented(text)) }
  }

  /// Something that may be wrong, and what to do.
  public func warning(_ text: String, remedy: String? = nil) {
    say(block(StyledText("warning:", Style.yellow.bold), text, place: nil, remedy: remedy))
  }

  /// What happened, where (a file and its line), and what to do.
  public func error(_ text: String, at place: String? = nil, remedy: String? = nil) {
    say(block(StyledText("error:", Style.red.bold), text, place: place, remedy: remedy))
  }

  /// Shows a line that the next one replaces; an empty one takes it away.
  func show(live line: StyledText) {
    liveLine.withLock { live in
      let text = line.truncated(to: terminal.drawingWidth - 1, ellipsis: terminal.ellipsis).rendered(for: terminal)
      guard text != live else { return }
      put(Self.erasure + text)
      live = text
    }
  }

  /// Back to the first column, and everything from there to the end of the line cleared.
  private static let erasure = "\r\u{1B}[K"

  private func block(_ label: StyledText, _ text: String, place: String?, remedy: String?) -> [StyledText] {
    var lines = indented(text)
    lines[0] = label + " " + lines[0]
    if let place { lines.append(StyledText("  at ", .dim) + StyledText(place)) }
    if let remedy {
      let steps = indented(remedy)
      lines.append(StyledText(terminal.isUTF8 ? "  → " : "  > ", .cyan) + steps[0])
      lines += steps.dropFirst().map { "  " + $0 }
    }
    return lines
  }

  private func indented(_ text: String) -> [StyledText] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().map { index, line in
      index == 0 ? StyledText(line) : StyledText("  \(line)")
    }
  }

  private func say(_ lines: [StyledText]) {
    let text = lines.map { $0.rendered(for: terminal) + "\n" }.joined()
    liveLine.withLock { live in
      put(live.isEmpty ? text : Self.erasure + text + live)
    }
  }

  private func put(_ text: String) {
    try? sink.write(text)
    try? sink.flush()
  }
}
