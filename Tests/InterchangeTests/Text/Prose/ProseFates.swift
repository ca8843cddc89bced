import Indicators
import Interchange

/// What became of everything that prose names.
struct ProseFates: Equatable {
  /// Values taken in, set aside, and texts refused, each in the order of the text.
  var taken: [String] = []
  var aside: [String] = []
  var refused: [String] = []
  /// The reasons of what was set aside.
  var reasons: [String] = []
  var skipped = 0

  init(_ text: String, _ policy: CitationPolicy = CitationPolicy()) throws {
    try self.init(Array(text.utf8), policy)
  }

  init(_ bytes: [UInt8], _ policy: CitationPolicy = CitationPolicy()) throws {
    for item in try textItems(ProseReader(textSource(bytes), citations: policy)) {
      switch item {
      case .statement(let statement): taken.append(statement.indicator.value)
      case .setAside(let rejection):
        aside.append(rejection.text)
        reasons.append(rejection.reason)
      case .rejected(let rejection): refused.append(rejection.text)
      case .skipped: skipped += 1
      default: break
      }
    }
  }
}
