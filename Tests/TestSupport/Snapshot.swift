import Foundation

/// A golden file: what a text must be, byte for byte.
public enum Snapshot {
  /// How a text differs from the golden file of that name in the folder `Snapshots` beside a test; nil where it does
  /// not.
  ///
  /// A missing file is a difference. `RECORD_SNAPSHOTS=1` writes what was got instead of comparing, for a look at the
  /// difference before it is committed.
  public static func difference(of text: String, from name: String, beside test: String) throws -> String? {
    let url = URL(fileURLWithPath: test).deletingLastPathComponent().appendingPathComponent("Snapshots/\(name)")
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
      return nil
    }
    guard let expected = try? Data(contentsOf: url) else {
      return "no golden file \(name); RECORD_SNAPSHOTS=1 records it"
    }
    guard Data(text.utf8) != expected else { return nil }
    return "differs from \(name):\n\(firstDifference(text, String(decoding: expected, as: UTF8.self)))"
  }

  private static func firstDifference(_ text: String, _ expected: String) -> String {
    let got = text.split(separator: "\n", omittingEmptySubsequences: false)
    let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let shared = min(got.count, wanted.count)
    let line = (0..<shared).first { got[$0] != wanted[$0] } ?? shared
    func show(_ lines: [Substring]) -> String { line < lines.count ? lines[line].debugDescription : "no such line" }
    return "line \(line + 1)\n  expected \(show(wanted))\n  got      \(show(got))"
  }
}
