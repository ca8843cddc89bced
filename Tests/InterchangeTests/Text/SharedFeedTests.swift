import Indicators
import Interchange
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Published reports and feeds, which are not part of the package: looked for in `shared/data` beside or above it.
@Suite(.enabled(if: SharedFeeds.folder != nil, "there is no shared/data beside or above the package"))
struct SharedFeedTests {
  private func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: try #require(SharedFeeds.folder).appending(path: "feeds/\(path)")))
  }

  /// The distinct indicators of a report, each as `kind value`.
  private func distinct(_ path: String) throws -> Set<String> {
    Set(try foundInProse(String(decoding: bytes(path), as: UTF8.self)))
  }

  /// The words of a report that were defanged with `[.]`, distinct, with the dot live.
  private func defanged(_ path: String) throws -> Set<String> {
    let text = String(decoding: try bytes(path), as: UTF8.self)
    let words = text.split { $0.isWhitespace || "`|<>".contains($0) }.map { word in
      word.hasPrefix("++") ? word.dropFirst(2).dropLast(word.hasSuffix("++") ? 2 : 0) : word
    }
    return Set(words.filter { $0.contains("[.]") }.map { String($0.replacing("[.]", with: ".")) })
  }

  @Test(
    "reports of ESET: every hash and every defanged value, counted once each",
    arguments: [("dukes", 18, 69), ("turla", 128, 73), ("kryptocibule", 32, 0), ("winter_vivern", 2, 3)])
  func reports(name: String, hashes: Int, defangedValues: Int) throws {
    let path = "eset/\(name)-README.adoc"
    let indicators = try distinct(path)
    #expect(indicators.count { $0.hasPrefix("sha1 ") } == hashes)
    let values = Set(indicators.map { $0.split(separator: " ", maxSplits: 1)[1] })
    let wanted = try defanged(path)
    #expect(wanted.count == defangedValues)
    #expect(wanted.filter { !values.contains($0[...]) && !values.contains("\($0)/") } == [])
  }

  @Test("a report says the same however its bytes arrive")
  func anyPieces() throws {
    let bytes = try bytes("eset/turla-README.adoc")
    let whole = try textItems(ProseReader(textSource(bytes, of: bytes.count)))
    #expect(try textItems(ProseReader(textSource(bytes, of: 997))) == whole)
  }

  @Test("ipsum.txt as prose gives one address a line")
  func ipsum() throws {
    let bytes = try bytes("ipsum.txt")
    let lines = bytes.split(separator: UInt8(ascii: "\n")).count { $0.first != UInt8(ascii: "#") }
    let addresses = try textItems(ProseReader(textSource(bytes))).count {
      if case .statement(let statement) = $0 { statement.indicator.kind == .ipv4 } else { false }
    }
    #expect(addresses == lines)
  }
}

/// Where data lies that tests may read but that the package does not hold.
private enum SharedFeeds {
  /// `$IOCLEDGER_SHARED/data`, else the first `shared/data` in or beside a folder above this file.
  static let folder: URL? = {
    let manager = FileManager.default
    func data(_ shared: URL) -> URL? {
      let folder = shared.appending(path: "data")
      return manager.fileExists(atPath: folder.appending(path: "feeds").path) ? folder : nil
    }
    if let named = ProcessInfo.processInfo.environment["IOCLEDGER_SHARED"] { return data(URL(filePath: named)) }
    var above = URL(filePath: #filePath).deletingLastPathComponent()
    while above.path != "/" {
      above.deleteLastPathComponent()
      let siblings = (try? manager.contentsOfDirectory(atPath: above.path).sorted()) ?? []
      for candidate in [above.appending(path: "shared")] + siblings.map({ above.appending(path: "\($0)/shared") }) {
        if let folder = data(candidate) { return folder }
      }
    }
    return nil
  }()
}
