extension String {
  /// Whether it begins with a date whose day and month could be either: `03/04/2026`, also followed by a time.
  var isAmbiguousDate: Bool {
    let date = prefix { !$0.isWhitespace && $0 != "T" }
    let parts = date.split(omittingEmptySubsequences: false) { "/.-".contains($0) }
    guard parts.count == 3, parts[0].count <= 2, parts[1].count <= 2, let first = Int(parts[0]),
      let second = Int(parts[1]), Int(parts[2]) != nil
    else { return false }
    return (1...12).contains(first) && (1...12).contains(second) && first != second
  }
}
