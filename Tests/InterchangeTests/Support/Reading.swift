import Events
import Foundation
import Indicators
import Interchange
import TestSupport
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
  var ignored: [Rejection] { compactMap { if case .ignored(let cell) = $0 { cell } else { nil } } }
  var setAside: [Rejection] { compactMap { if case .setAside(let value) = $0 { value } else { nil } } }
  var sightings: [SightingStatement] { compactMap { if case .sighting(let sighting) = $0 { sighting } else { nil } } }
  var entities: [EntityStatement] { compactMap { if case .entity(let entity) = $0 { entity } else { nil } } }
  var relationships: [RelationshipStatement] {
    compactMap { if case .relationship(let relationship) = $0 { relationship } else { nil } }
  }
  var objects: [ObjectStatement] { compactMap { if case .object(let object) = $0 { object } else { nil } } }
  var skips: [Skip] { compactMap { if case .skipped(let skip) = $0 { skip } else { nil } } }
  /// What each part of the input came to, for the sum that a receipt has to reach.
  var units: Int {
    statements.count + sightings.count + entities.count + relationships.count + rejections.count + skips.count
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

/// Bytes with some of them changed, left out, doubled or cut off.
func damaged(_ bytes: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
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
