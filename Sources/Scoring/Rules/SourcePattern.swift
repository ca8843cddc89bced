/// A name in `sources` that stands for several: `*` is any run of characters, also none; all else is itself.
struct SourcePattern: Hashable, Sendable {
  /// As written.
  let text: String
  /// What stands between the asterisks.
  private let parts: [[UInt8]]

  /// Nil for a name without an asterisk.
  init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init)
    guard parts.count > 1 else { return nil }
    self.text = text
    self.parts = parts
  }

  /// Whether it stands for a name.
  func matches(_ name: String) -> Bool {
    let name = Array(name.utf8)
    guard let first = parts.first, let last = parts.last, name.count >= first.count + last.count,
      name.starts(with: first), name.suffix(last.count).elementsEqual(last)
    else { return false }
    // Each part between at its first place leaves the most room for the next.
    var rest = name[first.count..<name.count - last.count]
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      let places = rest.startIndex..<max(rest.startIndex, rest.endIndex - part.count + 1)
      guard let place = places.first(where: { rest[$0..<$0 + part.count].elementsEqual(part) }) else { return false }
      rest = rest[(place + part.count)...]
    }
    return true
  }

  /// Whether it is asked before another: more characters besides the asterisks, then the order of their bytes.
  func precedes(_ other: SourcePattern) -> Bool {
    let (length, otherLength) = (parts.map(\.count).reduce(0, +), other.parts.map(\.count).reduce(0, +))
    return length == otherLength ? text.utf8.lexicographicallyPrecedes(other.text.utf8) : length > otherLength
  }
}
