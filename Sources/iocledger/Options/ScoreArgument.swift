import ArgumentParser

/// A score on the command line: 0 to 100, at most two decimals.
struct ScoreArgument: Hashable {
  let hundredths: Int32

  init(parsing text: String) throws {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let isWritten = parts.allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    guard isWritten, let whole = parts.first.flatMap({ Int32($0) }), whole <= 100, parts.last?.count ?? 0 <= 3 else {
      throw ValidationError("write a score from 0 to 100, with at most two decimals")
    }
    let decimals = parts.count > 1 ? String(parts[1]) : "0"
    guard decimals.count <= 2, let fraction = Int32(decimals.count == 1 ? decimals + "0" : decimals),
      whole * 100 + fraction <= 10_000
    else { throw ValidationError("write a score from 0 to 100, with at most two decimals") }
    hundredths = whole * 100 + fraction
  }
}
