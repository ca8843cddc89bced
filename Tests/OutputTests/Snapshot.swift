import Foundation
import Testing

/// Compares text with the golden file of that name in `Snapshots`.
///
/// A missing file fails. `RECORD_SNAPSHOTS=1` writes what was got instead of comparing, for a look at the difference
/// before it is committed.
func expectSnapshot(
  _ text: String, named name: String, file: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let url = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Snapshots/\(name).txt")
  if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    return try Data(text.utf8).write(to: url)
  }
  guard let expected = try? Data(contentsOf: url) else {
    Issue.record("no golden file \(name).txt; RECORD_SNAPSHOTS=1 records it", sourceLocation: sourceLocation)
    return
  }
  guard Data(text.utf8) != expected else { return }
  Issue.record(
    "differs from \(name).txt:\n\(firstDifference(text, String(decoding: expected, as: UTF8.self)))",
    sourceLocation: sourceLocation)
}

private func firstDifference(_ text: String, _ expected: String) -> String {
  let got = text.split(separator: "\n", omittingEmptySubsequences: false)
  let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
  let shared = min(got.count, wanted.count)
  let line = (0..<shared).first { got[$0] != wanted[$0] } ?? shared
  func show(_ lines: [Substring]) -> String { line < lines.count ? lines[line].debugDescription : "no such line" }
  return "line \(line + 1)\n  expected \(show(wanted))\n  got      \(show(got))"
}
