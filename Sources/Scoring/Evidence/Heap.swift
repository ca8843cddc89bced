/// A binary heap: the element that comes first is always at hand.
struct Heap<Element> {
  private var elements: [Element] = []
  private let comesFirst: (Element, Element) -> Bool

  init(by comesFirst: @escaping (Element, Element) -> Bool) {
    self.comesFirst = comesFirst
  }

  var first: Element? { elements.first }

  mutating func insert(_ element: Element) {
    elements.append(element)
    var child = elements.count - 1
    while child > 0, comesFirst(elements[child], elements[(child - 1) / 2]) {
      elements.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func removeFirst() {
    guard elements.count > 1 else { return elements.removeAll() }
    elements[0] = elements.removeLast()
    var parent = 0
    while true {
      var best = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < elements.count && comesFirst(elements[child], elements[best]) { best = child }
      if best == parent { return }
      elements.swapAt(best, parent)
      parent = best
    }
  }
}
