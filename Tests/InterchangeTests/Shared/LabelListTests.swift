import Indicators
import Testing

@testable import Interchange

@Suite("Labels")
struct LabelListTests {
  @Test("are kept once each, in order, without blanks")
  func order() {
    #expect(LabelList(["b", " a ", "b", "", "  "]).labels == ["b", "a"])
    #expect(LabelList(cell: "a, b;c|d,,a").labels == ["a", "b", "c", "d"])
  }

  @Test("are bounded in number and length, also in the bytes of one character")
  func bounds() {
    #expect(LabelList((0..<1000).map(String.init)).labels.count == LabelList.maximumCount)
    let zalgo = "a" + String(repeating: "\u{301}", count: 100_000)
    #expect(LabelList([zalgo]).labels[0].unicodeScalars.count == LabelList.maximumLength)
  }

  @Test(
    "that are markings in any spelling are markings",
    arguments: ["tlp:amber+strict", "TLP:AMBER-STRICT", "TLP AMBER STRICT", "tlp_amber_strict", "TLPamber+strict"])
  func markings(label: String) {
    let list = LabelList([label, "tlp:ex:chr", "tlphelper"])
    #expect(list.trafficLight == .amberStrict)
    #expect(list.labels == ["tlp:ex:chr", "tlphelper"])
  }

  @Test("that say what may be done are markings too, and those of machine tags stay labels besides")
  func permissibleActions() {
    let list = LabelList(["PAP:AMBER", "pap:green", "c2", "adversary:infrastructure-action=\"passive-only\""])
    #expect(list.permissibleActions == .amber && list.trafficLight == nil)
    #expect(list.labels == ["c2", "adversary:infrastructure-action=\"passive-only\""])
  }

  @Test("that are markings are seen behind any number of others")
  func lateMarking() {
    let list = LabelList((0..<5000).map { "label \($0)" } + ["TLP:RED"])
    #expect(list.trafficLight == .red && list.labels.count == LabelList.maximumCount)
  }
}
