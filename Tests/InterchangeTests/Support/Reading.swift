import Events
import Foundation
import Indicators
import Interchange
import Testing
import Time

/// A source that gives the bytes in pieces of this size.
func pieces(_ bytes: [UInt8], of size: Int = 1 << 16) -> ByteSource {
  var position = 0
  return {
    defer { position = min(position + size, bytes.count) }
    return Array(bytes[position..<min(position + size, bytes.count)])
  }
}

func pieces(_ text: String, of size: Int = 1 << 16) -> ByteSource {
  pieces(Array(text.utf8), of: size)
}

/// Everything that a reader gives.
func items(of reader: any IntakeReader) throws -> [IntakeItem] {
  var reader = reader
  var items: [IntakeItem] = []
  while let item = try reader.next() { items.append(item) }
  // The end stays the end.
  #expect(try reader.next() == nil)
  return items
}

extension [IntakeItem] {
  var statements: [Statement] { compactMap { if case .statement(let statement) = $0 { statement } else { nil } } }
  var rejections: [Rejection] { compactMap { if case .rejected(let rejection) = $0 { rejection } else { nil } } }
  var sightings: [SightingStatement] { compactMap { if case .sighting(let sighting) = $0 { sighting } else { nil } } }
  var entities: [EntityStatement] { compactMap { if case .entity(let entity) = $0 { entity } else { nil } } }
  var relationships: [RelationshipStatement] {
    compactMap { if case .relationship(let relationship) = $0 { relationship } else { nil } }
  }
  var skipped: Int { count { if case .skipped = $0 { true } else { false } } }
  var fileDates: [String] { compactMap { if case .fileDate(let date) = $0 { date.rfc3339 } else { nil } } }
  /// `kind value` of each statement.
  var indicators: [String] { statements.map(\.indicator.short) }
}

extension Indicator {
  var short: String { "\(kind.rawValue) \(value)" }
}

extension StreamKey {
  var short: String { "\(kind) \(value)" }
}

extension Statement {
  func signal(_ name: String) -> SignalValue? { signals[name] }
}

/// Recorded inputs that are not part of the package; tests that need them are skipped where they are missing.
enum SharedData {
  /// `shared/data` in or beside an ancestor of the package, or in the folder that `IOCLEDGER_SHARED` names.
  static let folder: URL? = {
    var candidates: [URL] = []
    if let named = ProcessInfo.processInfo.environment["IOCLEDGER_SHARED"] {
      candidates.append(URL(filePath: named).appending(path: "data"))
    }
    var folder = URL(filePath: #filePath)
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      candidates.append(folder.appending(path: "shared/data"))
    }
    return candidates.first { FileManager.default.fileExists(atPath: $0.path) }
  }()

  static var isThere: Bool { folder != nil }

  static func bytes(_ path: String) throws -> [UInt8] {
    let folder = try #require(folder)
    return [UInt8](try Data(contentsOf: folder.appending(path: path)))
  }
}

/// A small generator that gives the same numbers for the same seed.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Bytes with some of them changed, left out, doubled or cut off.
func damaged(_ bytes: [UInt8], using random: inout SplitMix) -> [UInt8] {
  var bytes = bytes
  for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
    let index = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0...4, using: &random) {
    case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes[index] = Array("{}[]\",:\\'()\n\r\t#;|".utf8).randomElement(using: &random) ?? 0
    case 2: bytes.remove(at: index)
    case 3: bytes.insert(contentsOf: bytes[index..<min(index + 20, bytes.count)], at: index)
    default: bytes.removeLast(min(bytes.count - index, 40))
    }
  }
  return bytes
}
