// swift-tools-version: 6.2
import PackageDescription

/// SQL files in Migrations/, oldest first; Migration.swift lists the same names.
let logMigrations = ["0001_event_log"]

/// What every target of ours is compiled with.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")

/// A layer: imports point only at targets listed before it.
func layer(_ name: String, path: String? = nil, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

/// The tests of one target, in Tests/<name>Tests.
///
/// Fixtures and snapshots are read from the source folder, so that a failing test names a file one can open.
func tests(_ name: String, _ dependencies: [Target.Dependency] = [], files: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies, exclude: files,
    swiftSettings: strict)
}

let package = Package(
  name: "iocledger",
  products: [
    .executable(name: "iocledger", targets: ["iocledger"]),
    .executable(name: "vendor-simulator", targets: ["VendorSimulator"]),
    .executable(name: "ledger-benchmark", targets: ["LedgerBenchmark"]),
    .library(name: "Ledger", targets: ["Ledger"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
  ],
  targets: [
    // 0  floor
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite3"])]),
    layer("SQLite", ["CSQLite"]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    layer("Zlib", ["CZlib"]),
    .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    layer("YAML", ["CYAML"]),
    .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
    layer("Curl", ["CCurl"]),
    .systemLibrary(name: "CIDN2", providers: [.apt(["libidn2-dev"]), .brew(["libidn2"])]),
    layer("IDNA", ["CIDN2"]),
    .target(
      name: "Migrations", path: "Migrations", resources: logMigrations.map { .embedInCode("\($0).sql") },
      swiftSettings: strict),
    layer("Time", []),
    layer("JSON", []),

    // 1  pure: no clock, no files, no network, no randomness
    layer("Indicators", ["IDNA"]),
    layer("Events", ["Indicators", "Time", crypto]),
    .target(
      name: "Scoring", dependencies: ["Events", "Indicators", "JSON", "Time", "YAML", crypto],
      resources: [
        .embedInCode("Scorecards/default.yml"), .embedInCode("Scorecards/opencti.yml"),
        .embedInCode("Scorecards/misp-nids.yml"), .embedInCode("Lists/public-dns.json"),
      ],
      swiftSettings: strict),
    layer("Interchange", ["Events", "Indicators", "JSON", "Time"]),

    // 2  the world
    layer("EventLog", ["Events", "Indicators", "Migrations", "SQLite", "Time", "Zlib", crypto]),
    layer("Views", ["EventLog", "Events", "Indicators", "JSON", "SQLite", "Scoring", "Time"]),
    layer("Connectors", ["Curl", "Events", "Indicators", "JSON", "Time", crypto]),

    // 3  use cases
    layer(
      "Ledger",
      [
        "Connectors", "EventLog", "Events", "Indicators", "Interchange", "JSON", "SQLite", "Scoring", "Time", "Views",
        "YAML", crypto,
      ]),

    // 4  ways in
    layer("Output", ["JSON", "Time"]),
    .executableTarget(
      name: "iocledger",
      dependencies: [
        "Connectors", "EventLog", "Events", "Indicators", "Interchange", "JSON", "Ledger", "Output", "SQLite",
        "Scoring", "Time", "Views", argumentParser,
      ],
      swiftSettings: strict),

    // Plays the vendors' APIs on loopback, for demonstrations and tests; never linked into the product.
    layer("VendorSimulation", ["JSON", "Time", crypto, nioCore, nioPosix, nioHTTP1]),
    .executableTarget(
      name: "VendorSimulator", dependencies: ["JSON", "Time", "VendorSimulation", argumentParser], swiftSettings: strict
    ),

    // Measures the product beside bare SQLite loops: Scripts/bench.
    .executableTarget(
      name: "LedgerBenchmark",
      dependencies: [
        "CSQLite", "EventLog", "Events", "Indicators", "JSON", "Ledger", "SQLite", "Time", "Views", argumentParser,
      ],
      swiftSettings: strict),

    // Tests mirror the targets; CommandLineTests drive the built binary as a user does.
    // What several of them need: a seeded generator, the public data beside the package, a helper program.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    tests("Time"),
    tests("JSON"),
    tests("IDNA"),
    tests("Indicators"),
    tests("Events", ["Indicators", "Time"]),
    tests("Scoring", ["Events", "Indicators", "JSON", "Time"]),
    tests("Interchange", ["Events", "Indicators", "JSON", "Time"]),
    tests("SQLite", ["CSQLite"]),
    tests("Zlib"),
    tests("YAML"),
    tests("Curl"),
    // A process that appends and acknowledges, for the tests that run several or kill one.
    .executableTarget(
      name: "LogProcess", dependencies: ["EventLog", "Events", "Indicators", "Time", "Views"], path: "Tests/LogProcess",
      swiftSettings: strict),
    // A SQLite VFS over a disk that loses power, fails and fills up.
    .target(name: "FaultyDisk", dependencies: ["CSQLite"], path: "Tests/FaultyDisk"),
    tests("EventLog", ["CSQLite", "Events", "FaultyDisk", "Indicators", "LogProcess", "Migrations", "SQLite", "Time"]),
    tests("Views", ["EventLog", "Events", "Indicators", "LogProcess", "SQLite", "Scoring", "Time"]),
    tests("Connectors", ["Events", "Indicators", "JSON", "Time", nioCore, nioPosix], files: ["Fixtures"]),
    tests("VendorSimulation", ["JSON", "Time", nioCore, nioPosix]),
    tests("Output", ["JSON", "Time"], files: ["Snapshots"]),
    tests(
      "Ledger",
      [
        "Connectors", "EventLog", "Events", "Indicators", "Interchange", "JSON", "SQLite", "Scoring", "Time",
        "VendorSimulation", "Views",
      ]),
    tests(
      "iocledger", ["EventLog", "Events", "Indicators", "Interchange", "Ledger", "Output", "Scoring", "Time"],
      files: ["Snapshots"]),
    .testTarget(
      name: "CommandLineTests", dependencies: ["iocledger", "VendorSimulator", "JSON", "SQLite"],
      exclude: ["Fixtures"], swiftSettings: strict),
  ]
)
