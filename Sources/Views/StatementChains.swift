/// The keys of statements in the order in which they came, each with the place of the one before it about the same
/// stream.
///
/// Spares an array for each of many streams.
struct StatementChains {
  /// Where a key stands.
  typealias Place = Int

  /// Before the first statement.
  static let none: Place = -1

  private var links: [(key: Int64, before: Place)] = []

  /// Adds the next key of a stream and keeps its place as that of the stream's last.
  mutating func append(_ key: Int64, after last: inout Place) {
    links.append((key, last))
    last = links.count - 1
  }

  /// Reads the keys of a stream, the first one first, into an array whose memory is used again.
  func read(through last: Place, into keys: inout [Int64]) {
    keys.removeAll(keepingCapacity: true)
    var place = last
    while place != Self.none {
      keys.append(links[place].key)
      place = links[place].before
    }
    keys.reverse()
  }
}
