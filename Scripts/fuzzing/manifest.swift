// What Scripts/fuzz writes behind the product's manifest: the readers alone, instrumented, and the program around them.

let fuzzed: Set<String> = [
  "Time", "JSON", "YAML", "Curl", "IDNA", "Indicators", "Events", "Scoring", "Interchange", "Connectors", "TestSupport",
]
let systemLibraries: Set<String> = ["CCurl", "CIDN2", "CYAML"]
let neededPackages = ["swift-crypto"]

package.products = []
package.targets.removeAll { !fuzzed.contains($0.name) && !systemLibraries.contains($0.name) }
for target in package.targets where target.type != .system {
  // Assertions stay, and the fuzzer sees which way every branch goes.
  let instrumented: SwiftSetting = .unsafeFlags(["-sanitize=fuzzer", "-assert-config", "Debug", "-enable-testing"])
  target.swiftSettings = (target.swiftSettings ?? []) + [instrumented]
  target.dependencies.removeAll {
    guard case .productItem(_, let package?, _, _) = $0 else { return false }
    return !neededPackages.contains(package)
  }
}
package.dependencies.removeAll {
  guard case .sourceControl(_, let location, _) = $0.kind else { return false }
  return !neededPackages.contains { location.hasSuffix("/" + $0) }
}
package.targets += [
  .systemLibrary(name: "LibFuzzer", path: "fuzzing/LibFuzzer"),
  .executableTarget(
    name: "Fuzz", dependencies: ["LibFuzzer"] + fuzzed.sorted().map { .byName(name: $0) }, path: "fuzzing/Fuzz",
    swiftSettings: strict,
    linkerSettings: [.unsafeFlags([fuzzerRuntime]), .linkedLibrary("stdc++")]),
]
