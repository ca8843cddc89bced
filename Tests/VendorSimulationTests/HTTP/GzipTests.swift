import Foundation
import TestSupport
import Testing

@testable import VendorSimulation

/// The system's gzip is the judge; where it is missing these are skipped.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/gzip")))
struct GzipTests {
  static let inputs: [[UInt8]] = [
    [], [0], Array("aaa".utf8), Array("abcabcabcabc".utf8), [UInt8](repeating: 0xFF, count: 100_000),
    (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) },
    Array(String(repeating: #"{"category":"harmless","result":"clean"},"#, count: 2000).utf8),
    Array((0...255).map { UInt8($0) }),
  ]

  @Test("gzip unpacks what was packed", arguments: inputs)
  func roundTrip(input: [UInt8]) throws {
    #expect(try unpack(Gzip.compress(input)) == input)
  }

  @Test("random bytes come back, whatever their length")
  func randomBytes() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<30 {
      let alphabet = UInt8.random(in: 1...255, using: &generator)
      let count = Int.random(in: 0...40_000, using: &generator)
      let input = (0..<count).map { _ in UInt8.random(in: 0...alphabet, using: &generator) }
      #expect(try unpack(Gzip.compress(input)) == input, "seed \(seed)")
    }
  }

  @Test("a bomb is true to its checksum and unpacks to JSON of the size it claims")
  func bomb() throws {
    let bomb = Gzip.bomb(mebibytes: 3)
    #expect(bomb.count < 3 << 20 / 100)
    let unpacked = try unpack(bomb)
    #expect(unpacked.count == 3 << 20 + 11)
    #expect(unpacked.starts(with: Array(#"{"data":"AAA"#.utf8)))
    #expect(unpacked.suffix(3).elementsEqual(Array(#"A"}"#.utf8)))
  }

  private func unpack(_ packed: [UInt8]) throws -> [UInt8] {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).gz")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(packed).write(to: file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/gzip")
    process.arguments = ["-dc", file.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let unpacked = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return Array(unpacked)
  }
}
