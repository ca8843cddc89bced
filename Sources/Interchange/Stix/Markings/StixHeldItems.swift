import Indicators

/// Items under markings that are not defined yet.
///
/// They wait so that what is marked TLP:RED by a definition further on is never taken for unmarked. What nobody defines
/// counts as TLP:RED: it may be any marking, and the specifications fix the ids of all that leave more freedom.
struct StixHeldItems {
  private static let maximumCount = 100_000

  private struct Held {
    var items: [IntakeItem]
    var markings: [String]
  }

  private var held: [Held] = []
  private var count = 0
  /// The markings that something waits for with the line that named each first, so that other definitions cost nothing.
  private var awaited: [String: Int] = [:]
  /// Those that were told to be undefined.
  private var told: Set<String> = []

  /// Keeps items; gives those that have to go because there are too many.
  mutating func hold(_ items: [IntakeItem], until markings: [String], line: Int) -> [IntakeItem] {
    held.append(Held(items: items, markings: markings))
    count += items.count
    for marking in markings where awaited[marking] == nil { awaited[marking] = line }
    return count > Self.maximumCount ? finish() : []
  }

  /// The items that waited for this marking only, which is defined by now.
  mutating func define(_ id: String, as markings: StixMarkings) -> [IntakeItem] {
    let id = id.lowercased()
    guard awaited.removeValue(forKey: id) != nil else { return [] }
    let marking = markings.resolve([id]).marking
    var released: [IntakeItem] = []
    for index in held.indices where held[index].markings.contains(id) {
      held[index].markings.removeAll { $0 == id }
      if !marking.isEmpty { held[index].items = held[index].items.map { $0.marked(marking) } }
      if held[index].markings.isEmpty {
        released += held[index].items
        held[index].items = []
      }
    }
    held.removeAll { $0.items.isEmpty }
    count -= released.count
    return released
  }

  /// All items, in the order they came, under the strictest marking, with a word about each that is not defined.
  mutating func finish() -> [IntakeItem] {
    defer {
      held = []
      awaited = [:]
      count = 0
    }
    let undefined = awaited.filter { !told.contains($0.key) }.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    told.formUnion(undefined.map(\.key).prefix(1000))
    return undefined.prefix(1000).map { id, line in
      let reason =
        "the input does not define this marking before it is needed; what it marks counts as TLP:RED "
        + "(the command tlp sets another)"
      return .ignored(Rejection(line: line, text: id, reason: reason))
    } + held.flatMap { $0.items.map { $0.marked(Marking(.red)) } }
  }
}
