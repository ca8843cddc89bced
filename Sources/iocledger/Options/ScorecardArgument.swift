import ArgumentParser
import EventLog
import Ledger
import Scoring

/// A scorecard as it is named on the command line.
enum ScorecardArgument {
  /// A file, a name in the ledger's `scorecards` folder, or the first eight or more digits of the id of a published one.
  static func scorecard(_ name: String, in ledger: Ledger) throws -> Scorecard {
    // A file comes first: whoever means an id can write more of its digits.
    if isID(name), !Files.exists(name), !ledger.scorecardNames().contains(name) {
      let matches = try ledger.scorecards().filter { $0.id.hasPrefix(name.lowercased()) }
      if matches.count > 1 {
        throw Failure(.usage, "\(matches.count) published scorecards begin with \(name)", remedy: "write more digits")
      }
      if let match = matches.first { return try ledger.publishedScorecard(id: match.id) }
      throw Failure(
        .failed, "no scorecard with the id \(name) was published",
        remedy: "'iocledger rules list' shows those that were")
    }
    return try ledger.scorecard(file: name)
  }

  private static func isID(_ name: String) -> Bool {
    (8...64).contains(name.utf8.count) && name.allSatisfy { $0.isASCII && $0.isHexDigit }
  }

  /// The names in the scorecards folder of the ledger that the environment names, and files.
  static let completion = CompletionKind.file(extensions: ["yml", "yaml"])
}
