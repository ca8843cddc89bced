/// A set of small numbers, one bit each: distinct indicators are counted in flat memory.
struct IdentifierSet: Hashable, Sendable {
  private var words: [UInt64] = []

  /// Adds a number; false where it was in the set.
  mutating func insert(_ id: Int64) -> Bool {
    let word = Int(id >> 6)
    if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
    let bit: UInt64 = 1 << UInt64(id & 63)
    defer { words[word] |= bit }
    return words[word] & bit == 0
  }

  /// Adds the numbers of another set.
  mutating func formUnion(_ other: IdentifierSet) {
    if words.count < other.words.count { words += repeatElement(0, count: other.words.count - words.count) }
    for (index, word) in other.words.enumerated() { words[index] |= word }
  }

  func contains(_ id: Int64) -> Bool {
    let word = Int(id >> 6)
    return word < words.count && words[word] >> UInt64(id & 63) & 1 == 1
  }

  /// The numbers, ascending.
  var ids: [Int64] {
    words.enumerated().flatMap { index, word in
      (0..<64).filter { word >> UInt64($0) & 1 == 1 }.map { Int64(index * 64 + $0) }
    }
  }
}
