import Indicators

/// What a scanner made of one place in a line.
struct ProseFinding {
  /// What it is.
  enum Outcome {
    /// An indicator.
    case indicator(Indicator)
    /// A name that may as well be that of a file, to be told by what stands around it.
    case uncertain(Indicator)
    /// Something that is meant as an indicator, or looks like one, and is none; with the reason.
    case refused(String)
  }

  /// Where it stands in the line.
  var range: Range<Int>
  var outcome: Outcome
  /// Whether it was written so that nothing becomes a link.
  var isDefanged = false
}
