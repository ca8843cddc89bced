import Events
import Indicators
import Time

/// The packed form of a statement, which lives in memory only and never leaves it.
///
/// ```
/// kind(1 byte) flags(2 bytes) value line                           what follows is there if its flag is set
/// statedAt firstSeen lastSeen marking(1 byte) labels relations signals
/// ```
/// Numbers are varints, texts a length and UTF-8. The signals that nearly every attribute has are flags.
struct PackedStatement {
  private let bytes: [UInt8]
  private(set) var position: Int

  /// Reads from a place in bytes that ``pack(_:)`` made.
  init(_ bytes: [UInt8], from position: Int) {
    self.bytes = bytes
    self.position = position
  }

  private struct Flags: OptionSet {
    let rawValue: UInt16
    static let listed = Flags(rawValue: 1)
    static let unlisted = Flags(rawValue: 2)
    static let forDetection = Flags(rawValue: 4)
    static let notForDetection = Flags(rawValue: 8)
    static let statedAt = Flags(rawValue: 16)
    static let firstSeen = Flags(rawValue: 32)
    static let lastSeen = Flags(rawValue: 64)
    static let trafficLight = Flags(rawValue: 128)
    static let labels = Flags(rawValue: 256)
    static let relations = Flags(rawValue: 512)
    static let signals = Flags(rawValue: 1024)
  }

  private static let kinds = IndicatorKind.allCases

  // MARK: Packing

  /// Packs a statement.
  static func pack(_ statement: Statement) -> [UInt8] {
    var signals = statement.signals
    var flags: Flags = []
    if let isListed = signals["feed.listed"]?.bool {
      flags.insert(isListed ? .listed : .unlisted)
      signals["feed.listed"] = nil
    }
    if let isForDetection = signals["feed.to_ids"]?.bool {
      flags.insert(isForDetection ? .forDetection : .notForDetection)
      signals["feed.to_ids"] = nil
    }
    if statement.statedAt != nil { flags.insert(.statedAt) }
    if statement.firstSeen != nil { flags.insert(.firstSeen) }
    if statement.lastSeen != nil { flags.insert(.lastSeen) }
    if statement.trafficLight != nil { flags.insert(.trafficLight) }
    if !statement.labels.isEmpty { flags.insert(.labels) }
    if !statement.relations.isEmpty { flags.insert(.relations) }
    if !signals.entries.isEmpty { flags.insert(.signals) }

    let kind = kinds.firstIndex(of: statement.indicator.kind) ?? 0
    var bytes: [UInt8] = [UInt8(kind), UInt8(truncatingIfNeeded: flags.rawValue), UInt8(flags.rawValue >> 8)]
    append(statement.indicator.value, to: &bytes)
    append(UInt64(statement.line), to: &bytes)
    for time in [statement.statedAt, statement.firstSeen, statement.lastSeen].compactMap(\.self) {
      append(UInt64(bitPattern: time.milliseconds), to: &bytes)
    }
    if let trafficLight = statement.trafficLight { bytes.append(UInt8(trafficLight.rawValue)) }
    if !statement.labels.isEmpty { append(statement.labels, to: &bytes) }
    if !statement.relations.isEmpty {
      append(UInt64(statement.relations.count), to: &bytes)
      for relation in statement.relations {
        append(
          [relation.type, relation.target.kind, relation.target.value] + (relation.name.map { [$0] } ?? []), to: &bytes)
      }
    }
    if !signals.entries.isEmpty {
      append(UInt64(signals.entries.count), to: &bytes)
      for entry in signals.entries {
        append(entry.name, to: &bytes)
        append(entry.value, to: &bytes)
      }
    }
    return bytes
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    append(UInt64(text.utf8.count), to: &bytes)
    bytes += text.utf8
  }

  private static func append(_ texts: [String], to bytes: inout [UInt8]) {
    append(UInt64(texts.count), to: &bytes)
    for text in texts { append(text, to: &bytes) }
  }

  private static func append(_ value: SignalValue, to bytes: inout [UInt8]) {
    switch value {
    case .bool(let value): bytes.append(value ? 1 : 0)
    case .integer(let value):
      bytes.append(2)
      append(UInt64(bitPattern: value), to: &bytes)
    case .number(let value):
      bytes.append(3)
      append(value.bitPattern, to: &bytes)
    case .text(let value):
      bytes.append(4)
      append(value, to: &bytes)
    case .list(let values):
      bytes.append(5)
      append(UInt64(values.count), to: &bytes)
      for value in values { append(value, to: &bytes) }
    }
  }

  // MARK: Unpacking

  /// Reads one statement and moves behind it.
  mutating func unpack() -> Statement {
    let kind = Self.kinds[Int(byte())]
    let low = UInt16(byte())
    let flags = Flags(rawValue: low | UInt16(byte()) << 8)
    let value = text()
    var statement = Statement(indicator: Indicator(kind, canonical: value), signals: Facts(), line: Int(number()))
    if flags.contains(.statedAt) { statement.statedAt = time() }
    if flags.contains(.firstSeen) { statement.firstSeen = time() }
    if flags.contains(.lastSeen) { statement.lastSeen = time() }
    if flags.contains(.trafficLight) { statement.trafficLight = TrafficLight(rawValue: Int(byte())) }
    if flags.contains(.labels) { statement.labels = texts() }
    if flags.contains(.relations) {
      for _ in 0..<number() {
        let parts = texts()
        let target = StreamKey(kind: parts[1], value: parts[2])
        statement.relations.append(Relation(type: parts[0], target: target, name: parts.count > 3 ? parts[3] : nil))
      }
    }
    if flags.contains(.signals) {
      for _ in 0..<number() {
        let name = text()
        statement.signals[name] = signal()
      }
    }
    if !flags.isDisjoint(with: [.listed, .unlisted]) {
      statement.signals["feed.listed"] = .bool(flags.contains(.listed))
    }
    if !flags.isDisjoint(with: [.forDetection, .notForDetection]) {
      statement.signals["feed.to_ids"] = .bool(flags.contains(.forDetection))
    }
    return statement
  }

  private mutating func byte() -> UInt8 {
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func number() -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = byte()
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return value }
      shift += 7
    }
  }

  private mutating func time() -> Timestamp { Timestamp(milliseconds: Int64(bitPattern: number())) }

  private mutating func text() -> String {
    let count = Int(number())
    defer { position += count }
    return String(decoding: bytes[position..<position + count], as: UTF8.self)
  }

  private mutating func texts() -> [String] {
    (0..<number()).map { _ in text() }
  }

  private mutating func signal() -> SignalValue {
    switch byte() {
    case 0: .bool(false)
    case 1: .bool(true)
    case 2: .integer(Int64(bitPattern: number()))
    case 3: .number(Double(bitPattern: number()))
    case 4: .text(text())
    default: .list((0..<number()).map { _ in signal() })
    }
  }
}
