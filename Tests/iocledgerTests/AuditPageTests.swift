import EventLog
import Events
import Ledger
import Output
import TestSupport
import Testing

@testable import iocledger

/// Whole pages, so that what an auditor reads is looked at before it changes.
@Suite("The page of an audit")
struct AuditPageTests {
  @Test("is a golden file, in HTML and in Markdown, with lookups made, failed, refused and withheld")
  func whole() throws {
    let scene = try AuditScene()
    let signed = try scene.ledger.signCheckpoint()
    scene.wait(hours: 4)
    let document = AuditPage(report: try scene.ledger.audit(scene.indicator)).document
    try expect(document.html, named: "audit.html", signed)
    try expect(document.markdown, named: "audit.md", signed)
  }

  @Test("of an earlier moment tells nothing that came later")
  func earlier() throws {
    let scene = try AuditScene()
    let signed = try scene.ledger.signCheckpoint()
    let document = AuditPage(report: try scene.ledger.audit(scene.indicator, at: PointInTime(asAt: .seq(12)))).document
    try expect(document.markdown, named: "audit-then.md", signed)
  }

  @Test("says which events no checkpoint covers")
  func unproved() throws {
    let scene = try AuditScene()
    _ = try scene.ledger.signCheckpoint()
    _ = try scene.ledger.note(scene.indicator, text: "after the checkpoint")
    let page = AuditPage(report: try scene.ledger.audit(scene.indicator)).document.markdown
    #expect(page.contains("> 1 of these 22 events were recorded after the 23 that `000000000023.checkpoint` covers"))
  }

  /// Compares a page with its golden file, signature apart: some systems sign the same text differently every time.
  private func expect(
    _ page: String, named name: String, _ signed: SignedCheckpoint, location: SourceLocation = #_sourceLocation
  ) throws {
    let signature = String(try #require(signed.note.description.split(whereSeparator: \.isWhitespace).last))
    #expect(page.contains(signature), sourceLocation: location)
    let difference = try Snapshot.difference(
      of: page.replacing(signature, with: "SIGNATURE"), from: name, beside: #filePath)
    #expect(difference == nil, sourceLocation: location)
  }
}
