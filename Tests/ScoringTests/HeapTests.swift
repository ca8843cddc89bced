import TestSupport
import Testing

@testable import Scoring

@Suite struct HeapTests {
  @Test("whatever goes in comes out in order, also where taking and putting alternate")
  func order() {
    var random = SeededGenerator(seed: 20_261_127)
    for round in 0..<100 {
      var heap = Heap<Int>(by: <)
      var expected: [Int] = []
      for _ in 0..<60 {
        let isTaken = !expected.isEmpty && Int.random(in: 0..<3, using: &random) == 0
        if isTaken {
          heap.removeFirst()
          expected.removeFirst()
        } else {
          let number = Int.random(in: 0..<40, using: &random)
          heap.insert(number)
          expected = (expected + [number]).sorted()
        }
        #expect(heap.first == expected.first, "round \(round)")
      }
      for number in expected {
        #expect(heap.first == number, "round \(round)")
        heap.removeFirst()
      }
      #expect(heap.first == nil)
    }
  }
}
