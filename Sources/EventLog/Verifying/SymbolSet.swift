/// A set of dictionary ids, which are small.
struct SymbolSet: Sendable {
  /// How many there are.
  private(set) var count = 0
  private var isMember: [Bool] = []

  /// Adds an id; one that cannot be is left out.
  mutating func insert(_ id: Int) {
    guard id >= 0, id < 1 << 24 else { return }
    if id >= isMember.count { isMember.append(contentsOf: repeatElement(false, count: id + 1 - isMember.count)) }
    guard !isMember[id] else { return }
    isMember[id] = true
    count += 1
  }

  /// Adds all ids of another set.
  mutating func formUnion(_ other: SymbolSet) {
    for (id, isThere) in other.isMember.enumerated() where isThere { insert(id) }
  }
}
