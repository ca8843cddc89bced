import ArgumentParser
import Scoring

/// A verdict on the command line.
enum VerdictArgument {
  /// From bad to good, as people think of them.
  static let all: [Verdict] = [.malicious, .suspicious, .benign, .unknown]

  static func parse(_ text: String) throws -> Verdict {
    guard let verdict = Verdict(name: text.lowercased()) else {
      throw ValidationError("write one of \(all.map(\.name).joined(separator: ", "))")
    }
    return verdict
  }

  static let completion = CompletionKind.list(all.map(\.name))
}
