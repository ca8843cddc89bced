import Output
import Testing

@Suite("Terminal")
struct TerminalTests {
  private func terminal(
    _ environment: [String: String], isTerminal: Bool = true, reported: Int? = 120, color: ColorChoice = .auto
  ) -> Terminal {
    Terminal(isTerminal: isTerminal, reportedWidth: reported, color: color) { environment[$0] }
  }

  @Test(
    "the width is that of COLUMNS, else the reported one, else 80",
    arguments: [
      ("100", 120, 100), (nil, 120, 120), ("", 120, 120), ("0", 120, 120), ("-5", 120, 120), ("x", nil, 80),
      (nil, 0, 80),
      ("99999999999999999999", 90, 90), ("5000000", 90, 1000),
    ] as [(String?, Int?, Int)])
  func width(columns: String?, reported: Int?, width: Int) {
    #expect(terminal(columns.map { ["COLUMNS": $0] } ?? [:], reported: reported).width == width)
  }

  @Test("a pipe has no width, whatever COLUMNS says, but charts can still be drawn")
  func pipe() {
    let pipe = terminal(["COLUMNS": "100"], isTerminal: false)
    #expect(pipe.width == nil)
    #expect(pipe.drawingWidth == 80)
  }

  @Test(
    "the encoding is that of the locale",
    arguments: [
      (["LANG": "C.UTF-8"], true), (["LANG": "de_DE.utf8"], true), (["LANG": "de_DE.UTF-8@euro"], true),
      (["LANG": "C"], false),
      ([:], false), (["LC_ALL": "POSIX", "LANG": "C.UTF-8"], false), (["LC_ALL": "", "LC_CTYPE": "UTF-8"], true),
    ] as [([String: String], Bool)])
  func encoding(environment: [String: String], isUTF8: Bool) {
    #expect(terminal(environment).isUTF8 == isUTF8)
  }

  @Test(
    "colour",
    arguments: [
      (.auto, true, ["TERM": "xterm"], true), (.auto, false, ["TERM": "xterm"], false),
      (.auto, true, ["TERM": "dumb"], false),
      (.auto, true, [:], false), (.auto, true, ["TERM": "xterm", "NO_COLOR": "1"], false),
      (.auto, true, ["TERM": "xterm", "NO_COLOR": ""], true), (.auto, false, ["CLICOLOR_FORCE": "1"], true),
      (.auto, false, ["CLICOLOR_FORCE": "0"], false), (.auto, false, ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false),
      (.auto, true, ["TERM": "xterm", "CLICOLOR": "0"], false),
      (.always, false, ["NO_COLOR": "1", "TERM": "dumb"], true),
      (.never, true, ["TERM": "xterm", "CLICOLOR_FORCE": "1"], false),
    ] as [(ColorChoice, Bool, [String: String], Bool)])
  func color(choice: ColorChoice, isTerminal: Bool, environment: [String: String], hasColor: Bool) {
    #expect(terminal(environment, isTerminal: isTerminal, color: choice).hasColor == hasColor)
  }
}
