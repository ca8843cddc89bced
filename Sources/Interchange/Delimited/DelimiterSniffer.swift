/// Finds out by which byte the columns of a file are separated.
enum DelimiterSniffer {
  /// In the order of preference where several fit alike.
  private static let candidates = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }
  private static let sampleLines = 20

  /// The byte that occurs in most of the first lines, and as often in each as in the first; a comma where none does.
  ///
  /// `prefix` is the beginning of the file. The first line `sep=;`, which spreadsheets write, decides.
  static func delimiter(of prefix: [UInt8]) -> UInt8 {
    var lines = prefix.split(maxSplits: 400) { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    if let first = lines.first, first.count == 5, first.starts(with: "sep=".utf8), let last = first.last { return last }
    lines = Array(lines.filter { $0.first != UInt8(ascii: "#") }.prefix(sampleLines))
    var best: (byte: UInt8, score: Int) = (candidates[0], 0)
    for candidate in candidates {
      let counts = lines.map { count(of: candidate, in: $0) }
      let score = counts.count { $0 > 0 } + counts.count { $0 > 0 && $0 == counts[0] }
      if score > best.score { best = (candidate, score) }
    }
    return best.byte
  }

  /// How often the byte occurs outside double quotes.
  private static func count(of byte: UInt8, in line: ArraySlice<UInt8>) -> Int {
    var isQuoted = false
    return line.reduce(0) { count, next in
      if next == UInt8(ascii: "\"") { isQuoted.toggle() }
      return next == byte && !isQuoted ? count + 1 : count
    }
  }
}

extension UInt8 {
  fileprivate init(ascii text: String) {
    self = text.utf8.first ?? 0
  }
}
