import TestSupport
import Testing

/// Compares text with the golden file of that name in `Snapshots`; a missing file fails.
func expectSnapshot(
  _ text: String, named name: String, file: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  guard let difference = try Snapshot.difference(of: text, from: "\(name).txt", beside: file) else { return }
  Issue.record("\(difference)", sourceLocation: sourceLocation)
}
