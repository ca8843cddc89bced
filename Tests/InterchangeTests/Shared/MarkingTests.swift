import Indicators
import Testing

@testable import Interchange

@Suite("A marking")
struct MarkingTests {
  @Test(
    "is read from a label in any letter case and spacing",
    arguments: [
      ("TLP:RED", Marking(.red)), ("tlp:red", Marking(.red)), ("TLP: RED", Marking(.red)),
      ("Tlp:Amber", Marking(.amber)),
      ("tlp:Amber+Strict", Marking(.amberStrict)), ("TLP:WHITE", Marking(.clear)), ("tlp:clear", Marking(.clear)),
      ("PAP:RED", Marking(nil, .red)), ("pap:Amber", Marking(nil, .amber)), ("PAP:WHITE", Marking(nil, .clear)),
      (#"iep:traffic-light-protocol="AMBER""#, Marking(.amber)), (#"iep2-policy:tlp="red""#, Marking(.red)),
      (#"ais-marking:TLPMarking="GREEN""#, Marking(.green)),
      (#"iep:permitted-actions="EXTERNALLY VISIBLE INDIRECT ACTIONS""#, Marking(nil, .amber)),
      (#"iep2-policy:permitted_actions="externally-visible-direct-actions""#, Marking(nil, .green)),
      (#"iep:permitted-actions="NONE""#, Marking(nil, .red)),
      (#"adversary:infrastructure-action="passive-only""#, Marking(nil, .amber)),
      // Not understood, and so not to be let slip.
      ("tlp:unclear", Marking(.red)), ("TLP:ORANGE", Marking(.red)), ("pap:violet", Marking(nil, .red)),
    ] as [(String, Marking)])
  func labels(label: String, marking: Marking) {
    #expect(Marking(label: label) == marking)
  }

  @Test(
    "is none of what only resembles one",
    arguments: [
      "", "red", "tlp", "tlp:", "tlphelper", "tlp:ex:chr", "TLP:EX:CHR", "paper", "pap", "papers:please", "apt:red",
      #"adversary:infrastructure-action="take-down""#, "iep:name=\"red\"", "phishing", "trojan", "c2",
    ])
  func others(label: String) {
    #expect(Marking(label: label) == nil)
  }

  @Test("becomes stricter and never looser, each protocol for itself")
  func tightening() {
    var marking = Marking(.green)
    marking.tighten(by: Marking(nil, .red))
    #expect(marking == Marking(.green, .red))
    marking.tighten(by: Marking(.clear, .clear))
    #expect(marking == Marking(.green, .red))
    #expect(marking.tightened(by: Marking(.red)) == Marking(.red, .red))
    #expect(Marking().isEmpty && !marking.isEmpty)
  }

  @Test("is put on whatever carries one, and leaves the rest as it is")
  func items() {
    let domain = Indicator(.domain, canonical: "a.example")
    let sighting = IntakeItem.sighting(SightingStatement(indicator: domain, seenAt: nil, line: 1))
    guard case .sighting(let marked) = sighting.marked(Marking(.amber, .red)) else {
      Issue.record("no sighting any more")
      return
    }
    #expect(marked.trafficLight == .amber)
    let statement = IntakeItem.statement(Statement(indicator: domain, trafficLight: .red, line: 1))
    #expect([statement.marked(Marking(.green, .amber))].statements.map(\.marking) == [Marking(.red, .amber)])
    let skip = IntakeItem.skipped(Skip(line: 3, reason: .blank))
    #expect(skip.marked(Marking(.red)) == skip)
  }
}
