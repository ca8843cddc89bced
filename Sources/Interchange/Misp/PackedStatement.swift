import Events
import Indicators
import Time

/// The packed form of a statement, which lives in memory only and never leaves it.
///
/// ```
/// kind(1 byte) flags(2 bytes) value line                           what follows is there if its flag is set
/// statedAt firstSeen lastSeen marking(1 byte) actions(1 byte) object version labels relations signals
/// ```
/// Numbers are varints, texts a length and UTF-8; an object is the sixteen bytes of its uuid. The signals that nearly every attribute has are flags.
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
    static let permissibleActions = Flags(rawValue: 2048)
    static let object = Flags(rawValue: 4096)
    static let version = Flags(rawValue: 8192)
    /// The version is the time stated, as nearly always.
    static let versionIsStatedAt = Flags(rawValue: 16384)
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
    if statement.permissibleActions != nil { flags.insert(.permissibleActions) }
    let object = statement.object.flatMap { object in uuidBytes(object.id).map { (bytes: $0, version: object.version) }
    }
    if let object {
      flags.insert(.object)
      if object.version != nil, object.version == statement.statedAt {
        flags.insert(.versionIsStatedAt)
      } else if object.version != nil {
        flags.insert(.version)
      }
    }
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
    if let actions = statement.permissibleActions { bytes.append(UInt8(actions.rawValue)) }
    if let object {
      bytes += object.bytes
      if flags.contains(.version), let version = object.version {
        append(UInt64(bitPattern: version.milliseconds), to: &bytes)
      }
    }
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

  /// The bytes of a uuid in lower case with its hyphens, which is the only form that an object's id has here.
  private static func uuidBytes(_ id: String) -> [UInt8]? {
    let digits = id.utf8.compactMap { byte -> UInt8? in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
      default: nil
      }
    }
    guard digits.count == 32 else { return nil }
    return stride(from: 0, to: 32, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
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
    if flags.contains(.permissibleActions) { statement.permissibleActions = PermissibleActions(rawValue: Int(byte())) }
    if flags.contains(.object) {
      statement.object = SourceObject(
        id: uuid(), version: flags.contains(.versionIsStatedAt) ? statement.statedAt : nil)
      if flags.contains(.version) { statement.object?.version = time() }
    }
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

  private mutating func uuid() -> String {
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for index in 0..<16 {
      if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
      let next = byte()
      for digit in [next >> 4, next & 0xF] {
        text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
    return String(decoding: text, as: UTF8.self)
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
