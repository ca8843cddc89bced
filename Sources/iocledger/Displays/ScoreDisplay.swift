import Output
import Scoring

/// A score as people see it.
extension Score {
  /// The number, its bar and the verdict on one line, in the verdict's colour.
  func line(for terminal: Terminal) -> StyledText {
    StyledText(text, style.bold) + "  " + Bar(hundredths: Int(hundredths), style: style).text(for: terminal) + "  "
      + StyledText(verdict.name, style)
  }

  /// The verdict's colour.
  var style: Style { .verdict(verdict.name) }

  /// The number with two decimals, to line up in a column.
  var aligned: StyledText { StyledText(ScoreText(hundredths: Int(hundredths)).aligned, style) }
}

extension Verdict {
  /// The name in its colour.
  var label: StyledText { StyledText(name, .verdict(name)) }
}
