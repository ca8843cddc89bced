import ArgumentParser
import VendorSimulation

/// The options that set which keys are accepted.
struct KeyOptions: ParsableArguments {
  @Option(name: .customLong("key"), help: "VENDOR=KEY: the key that buys everything; repeatable.")
  var fullKeys: [String] = []
  @Option(name: .customLong("free-key"), help: "VENDOR=KEY: the key of the vendor's free plan; repeatable.")
  var freeKeys: [String] = []

  var keys: APIKeys {
    get throws {
      var keys = APIKeys()
      for (texts, plan) in [(fullKeys, APIKeys.Plan.full), (freeKeys, .free)] {
        for text in texts {
          let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
          guard parts.count == 2, let vendor = Vendor(rawValue: parts[0]) else {
            let vendors = Vendor.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(text)' is not VENDOR=KEY with one of \(vendors)")
          }
          keys.set(parts[1], for: vendor, plan: plan)
        }
      }
      return keys
    }
  }
}
