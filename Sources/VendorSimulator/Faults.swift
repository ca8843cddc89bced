import ArgumentParser
import VendorSimulation

/// `vendor-simulator faults`: every fault, and the indicators that bring it about.
struct Faults: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the faults that can be played, with the indicators reserved for them.",
    discussion: "Example: vendor-simulator faults")

  func run() {
    for fault in Fault.allCases {
      let name = fault.rawValue.padded(to: 20)
      print("\(name)\(ReservedIndicators.address(fault).padded(to: 13))\(fault.summary)")
    }
    print(
      """

      Also reserved: fault-NAME.example and any URL on it, and hashes that begin with fa17 and the number of the fault; \
      GET /_control/faults tells all.
      """)
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
