import Connectors
import Testing
import Time

@Suite("Request budget")
struct RequestBudgetTests {
  private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: noon.milliseconds + milliseconds) }

  private func wait(_ until: Timestamp, _ reason: String, isVendorsWish: Bool = false) -> RequestBudget.Decision {
    .wait(RequestBudget.Wait(until: until, reason: reason, isVendorsWish: isVendorsWish))
  }

  @Test("four a minute means four in any sixty seconds")
  func slidingMinute() {
    var budget = RequestBudget(limits: RequestLimits(perMinute: 4), now: noon)
    for start: Int64 in [0, 1000, 2000, 50_000] {
      #expect(budget.decision(at: at(start)) == .send)
      budget.recordStart(at: at(start))
    }
    #expect(budget.decision(at: at(50_001)) == wait(at(60_000), "4 a minute are used up"))
    #expect(budget.decision(at: at(59_999)) == wait(at(60_000), "4 a minute are used up"))
    #expect(budget.decision(at: at(60_000)) == .send)
    budget.recordStart(at: at(60_000))
    #expect(budget.decision(at: at(60_001)) == wait(at(61_000), "4 a minute are used up"))
  }

  @Test("a restart forgets nothing")
  func restart() {
    let starts = [at(-59_000), at(-1000), at(-30_000), at(-2000)]
    let budget = RequestBudget(
      limits: RequestLimits(perMinute: 4, perDay: 500), recentStarts: starts, startedToday: 4, now: noon)
    #expect(budget.decision(at: noon) == wait(at(1000), "4 a minute are used up"))
  }

  @Test("a day's quota comes back at 00:00 UTC")
  func day() {
    var budget = RequestBudget(limits: RequestLimits(perDay: 500), startedToday: 499, now: noon)
    #expect(budget.decision(at: noon) == .send)
    budget.recordStart(at: noon)
    let midnight = at(12 * 3_600_000)
    #expect(budget.decision(at: noon) == wait(midnight, "500 a day are used up"))
    #expect(budget.decision(at: midnight) == .send)
    budget.recordStart(at: midnight)
  }

  @Test("a week's quota comes back on Monday at 00:00 UTC, and a day within it does not bring it back")
  func week() {
    let limits = RequestLimits(perDay: 40, perWeek: 50)
    var budget = RequestBudget(limits: limits, startedToday: 9, startedThisWeek: 49, now: noon)
    #expect(budget.decision(at: noon) == .send)
    budget.recordStart(at: noon)
    let monday = Timestamp(milliseconds: 1_787_529_600_000)
    #expect(monday.rfc3339 == "2026-08-24T00:00:00Z")
    for moment in [noon, at(86_400_000), at(3 * 86_400_000)] {
      #expect(budget.decision(at: moment) == wait(monday, "50 a week are used up"))
    }
    #expect(budget.decision(at: noon, ignoringQuota: true) == .send)
    #expect(budget.decision(at: monday) == .send)
    budget.recordStart(at: monday)
    #expect(budget.decision(at: monday) == .send)
  }

  @Test("one a second spaces requests")
  func second() {
    var budget = RequestBudget(limits: RequestLimits(perSecond: 1), now: noon)
    budget.recordStart(at: noon)
    #expect(budget.decision(at: at(300)) == wait(at(1000), "1 a second are used up"))
    #expect(budget.decision(at: at(1000)) == .send)
  }

  @Test("a pause counts, the longest reason decides, and a shorter pause does not shorten one")
  func pause() {
    let budget = RequestBudget(
      limits: RequestLimits(perMinute: 1), recentStarts: [noon], startedToday: 1,
      pause: Pause(until: at(120_000), reason: "Quota exceeded"), now: noon)
    #expect(
      budget.decision(at: at(1)) == wait(at(120_000), "paused by the vendor: Quota exceeded", isVendorsWish: true))
    var other = RequestBudget(limits: RequestLimits(), now: noon)
    other.recordPause(Pause(until: at(60_000), reason: "long"))
    other.recordPause(Pause(until: at(1000), reason: "short"))
    #expect(other.decision(at: at(2000)) == wait(at(60_000), "paused by the vendor: long", isVendorsWish: true))
    #expect(other.decision(at: at(60_000)) == .send)
  }

  @Test("without limits everything may be sent")
  func unlimited() {
    var budget = RequestBudget(limits: RequestLimits(), now: noon)
    for _ in 0..<100 { budget.recordStart(at: noon) }
    #expect(budget.decision(at: noon) == .send)
  }

  @Test("a clock that was set back stops nothing for ever")
  func clockSetBack() {
    let budget = RequestBudget(
      limits: RequestLimits(perMinute: 1), recentStarts: [at(365 * 86_400_000)], startedToday: 1, now: noon)
    #expect(budget.decision(at: noon) == .send)
    let near = RequestBudget(limits: RequestLimits(perMinute: 1), recentStarts: [at(30_000)], now: noon)
    #expect(near.decision(at: noon) == wait(at(90_000), "1 a minute are used up"))
  }
}
