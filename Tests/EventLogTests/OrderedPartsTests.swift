import EventLog
import Synchronization
import Testing

@Suite("Parts that are computed on several threads")
struct OrderedPartsTests {
  private struct Failure: Error, Equatable { let part: Int }

  @Test("come in order, each once", arguments: [0, 1, 3, 4, 5, 500], [1, 2, 7])
  func order(_ count: Int, _ threads: Int) throws {
    let parts = OrderedParts<Int>(count: count, threads: threads) { { $0 * 10 } }
    var seen: [Int] = []
    try parts.forEach { seen.append($0) }
    #expect(seen == (0..<count).map { $0 * 10 })
  }

  @Test("never get far ahead of the one who takes them")
  func bounded() throws {
    let begun = Mutex(0)
    let parts = OrderedParts<Int>(count: 200, threads: 3) {
      { number in
        begun.withLock { $0 = max($0, number) }
        return number
      }
    }
    try parts.forEach { number in
      let furthest = begun.withLock { $0 }
      #expect(furthest <= number + 4)
    }
  }

  @Test("end with the first error in their order, after all before it", arguments: [1, 2])
  func failing(_ threads: Int) throws {
    let parts = OrderedParts<Int>(count: 50, threads: threads) {
      { number in
        guard number < 7 else { throw Failure(part: number) }
        return number
      }
    }
    var seen: [Int] = []
    #expect(throws: Failure(part: 7)) { () throws in try parts.forEach { seen.append($0) } }
    #expect(seen == Array(0..<7))
  }

  @Test("stop when the one who takes them has had enough, or a thread cannot begin")
  func stopping() throws {
    let endless = OrderedParts<Int>(count: .max, threads: 2) { { $0 } }
    #expect(throws: Failure(part: 3)) { () throws in
      try endless.forEach { number in
        if number == 3 { throw Failure(part: 3) }
      }
    }
    let dead = OrderedParts<Int>(count: 5, threads: 2) { throw Failure(part: -1) }
    #expect(throws: Failure(part: -1)) { () throws in try dead.forEach { _ in } }
  }
}
