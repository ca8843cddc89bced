import Testing
import Time

@testable import VendorSimulation

struct QuotaTests {
  @Test("a sliding window lets through so many at any moment")
  func sliding() {
    var meter = QuotaMeter()
    let quota = Quota(2, .last(milliseconds: 1000))
    func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }
    var taken: [Bool] = []
    for time in [0, 400, 500, 999, 1000, 1200, 1400] as [Int64] { taken.append(meter.take(quota, now: at(time))) }
    #expect(taken == [true, true, false, false, true, false, true])
  }

  @Test("a day's quota begins anew at midnight UTC")
  func day() {
    var meter = QuotaMeter()
    let quota = Quota(1, .day)
    let first = meter.take(quota, now: noon)
    let second = meter.take(quota, now: noon)
    let left = meter.remaining(quota, now: noon)
    let tomorrow = meter.take(quota, now: noon.nextMidnight)
    #expect(first && !second && left == 0 && tomorrow)
  }

  @Test("no limit lets everything through and counts it")
  func unlimited() {
    var meter = QuotaMeter()
    for _ in 0..<100 {
      let isTaken = meter.take(Quota(nil, .day), now: noon)
      #expect(isTaken)
    }
    let left = meter.remaining(Quota(nil, .day), now: noon)
    #expect(meter.used == 100 && left == nil)
  }
}
