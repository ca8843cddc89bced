import Indicators

/// Items under markings that are not defined yet.
///
/// They wait so that what is marked TLP:RED by a definition further on is never taken for unmarked. The specifications
/// fix the ids of TLP's markings, so that an unknown one is nearly always a copyright statement; past the bound the
/// oldest items go on without it.
struct StixHeldItems {
  private static let maximumCount = 20_000

  private struct Held {
    var items: [IntakeItem]
    var markings: [String]
  }

  private var held: [Held] = []
  private var count = 0
  /// The markings that something waits for, so that other definitions cost nothing.
  private var awaited: Set<String> = []

  /// Keeps items; gives those that have to go because there are too many.
  mutating func hold(_ items: [IntakeItem], until markings: [String]) -> [IntakeItem] {
    held.append(Held(items: items, markings: markings))
    count += items.count
    awaited.formUnion(markings)
    return count > Self.maximumCount ? finish() : []
  }

  /// The items that waited for this marking only, which is defined by now.
  mutating func define(_ id: String, as markings: StixMarkings) -> [IntakeItem] {
    guard awaited.remove(id) != nil else { return [] }
    let trafficLight = markings.resolve([id]).trafficLight
    var released: [IntakeItem] = []
    for index in held.indices where held[index].markings.contains(id) {
      held[index].markings.removeAll { $0 == id }
      if let trafficLight { held[index].items = held[index].items.map { $0.marked(trafficLight) } }
      if held[index].markings.isEmpty {
        released += held[index].items
        held[index].items = []
      }
    }
    held.removeAll { $0.items.isEmpty }
    count -= released.count
    return released
  }

  /// All items, in the order they came.
  mutating func finish() -> [IntakeItem] {
    defer {
      held = []
      awaited = []
      count = 0
    }
    return held.flatMap(\.items)
  }
}
