import Events
import Testing

@testable import EventLog

@Suite("Upcasting")
struct UpcastingTests {
  private let steps = [
    Upcasting.Step(type: .noteAdded, from: 1) { facts in
      var facts = facts
      facts["two"] = facts["one"]
      facts["one"] = nil
      return facts
    },
    Upcasting.Step(type: .noteAdded, from: 2) { facts in
      var facts = facts
      facts["three"] = facts["two"]
      return facts
    },
  ]

  @Test("old facts take every step to today's shape, today's take none")
  func chain() throws {
    let upcasting = Upcasting(steps: steps, newest: [.noteAdded: 3])
    #expect(try upcasting.upcast(["one": 1], type: .noteAdded, version: 1) == ["two": 1, "three": 1])
    #expect(try upcasting.upcast(["two": 1], type: .noteAdded, version: 2) == ["two": 1, "three": 1])
    #expect(try upcasting.upcast(["one": 1], type: .noteAdded, version: 3) == ["one": 1])
    #expect(try upcasting.upcast(["one": 1], type: .labelAdded, version: 1) == ["one": 1])
  }

  @Test("a missing step, a newer version and an impossible one are errors and not guesses")
  func gaps() {
    let upcasting = Upcasting(steps: [steps[1]], newest: [.noteAdded: 3])
    #expect(throws: EventLogError.self) { try upcasting.upcast([:], type: .noteAdded, version: 1) }
    for version in [4, 0, -1, .max, .min] as [Int64] {
      let error = #expect(throws: EventLogError.self) {
        try upcasting.upcast([:], type: .noteAdded, version: version)
      }
      #expect(error?.code == .newerFormat)
    }
  }

  @Test("every type of today can be read")
  func today() throws {
    for type in EventType.allCases {
      let version = Upcasting.current.newestVersion(of: type)
      for old in 1...version { _ = try Upcasting.current.upcast([:], type: type, version: old) }
    }
  }
}
