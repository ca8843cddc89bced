import Connectors
import Testing
import Time

@Suite("Request budget")
struct RequestBudgetTests {
  private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: noon.milliseconds + milliseconds) }

  @Test("four a minute means four in any sixty seconds")
  func slidingMinute() {
    var budget = RequestBudget(limits: RequestLimits(perMinute: 4), now: noon)
    for start: Int64 in [0, 1000, 2000, 50_000] {
      #expect(budget.decision(at: at(start)) == .send)
      budget.recordStart(at: at(start))
    }
    #expect(budget.decision(at: at(50_001)) == .wait(until: at(60_000), reason: "4 a minute are used up"))
    #expect(budget.decision(at: at(59_999)) == .wait(until: at(60_000), reason: "4 a minute are used up"))
    #expect(budget.decision(at: at(60_000)) == .send)
    budget.recordStart(at: at(60_000))
    #expect(budget.decision(at: at(60_001)) == .wait(until: at(61_000), reason: "4 a minute are used up"))
  }

  @Test("a restart forgets nothing")
  func restart() {
    let starts = [at(-59_000), at(-1000), at(-30_000), at(-2000)]
    let budget = RequestBudget(
      limits: RequestLimits(perMinute: 4, perDay: 500), recentStarts: starts, startedToday: 4, now: noon)
    #expect(budget.decision(at: noon) == .wait(until: at(1000), reason: "4 a minute are used up"))
    #expect(budget.remainingToday(at: noon) == 496)
  }

  @Test("a day's quota comes back at 00:00 UTC")
  func day() {
    var budget = RequestBudget(limits: RequestLimits(perDay: 500), startedToday: 499, now: noon)
    #expect(budget.decision(at: noon) == .send)
    budget.recordStart(at: noon)
    let midnight = at(12 * 3_600_000)
    #expect(budget.decision(at: noon) == .wait(until: midnight, reason: "500 a day are used up"))
    #expect(budget.remainingToday(at: noon) == 0)
    #expect(budget.decision(at: midnight) == .send)
    budget.recordStart(at: midnight)
    #expect(budget.remainingToday(at: midnight) == 499)
  }

  @Test("one a second spaces requests")
  func second() {
    var budget = RequestBudget(limits: RequestLimits(perSecond: 1), now: noon)
    budget.recordStart(at: noon)
    #expect(budget.decision(at: at(300)) == .wait(until: at(1000), reason: "1 a second are used up"))
    #expect(budget.decision(at: at(1000)) == .send)
  }

  @Test("a pause counts, the longest reason decides, and a shorter pause does not shorten one")
  func pause() {
    let budget = RequestBudget(
      limits: RequestLimits(perMinute: 1), recentStarts: [noon], startedToday: 1,
      pause: Pause(until: at(120_000), reason: "Quota exceeded"), now: noon)
    #expect(
      budget.decision(at: at(1)) == .wait(until: at(120_000), reason: "paused by the vendor: Quota exceeded"))
    var other = RequestBudget(limits: RequestLimits(), now: noon)
    other.recordPause(Pause(until: at(60_000), reason: "long"))
    other.recordPause(Pause(until: at(1000), reason: "short"))
    #expect(other.decision(at: at(2000)) == .wait(until: at(60_000), reason: "paused by the vendor: long"))
    #expect(other.decision(at: at(60_000)) == .send)
  }

  @Test("without limits everything may be sent")
  func unlimited() {
    var budget = RequestBudget(limits: RequestLimits(), now: noon)
    for _ in 0..<100 { budget.recordStart(at: noon) }
    #expect(budget.decision(at: noon) == .send)
    #expect(budget.remainingToday(at: noon) == nil)
  }

  @Test("a clock that was set back stops nothing for ever")
  func clockSetBack() {
    let budget = RequestBudget(
      limits: RequestLimits(perMinute: 1), recentStarts: [at(365 * 86_400_000)], startedToday: 1, now: noon)
    #expect(budget.decision(at: noon) == .send)
    let near = RequestBudget(limits: RequestLimits(perMinute: 1), recentStarts: [at(30_000)], now: noon)
    #expect(near.decision(at: noon) == .wait(until: at(90_000), reason: "1 a minute are used up"))
  }
}
