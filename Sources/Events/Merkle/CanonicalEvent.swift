/// An event as its canonical bytes tell it: what somebody reads who has a proof and no log.
public struct CanonicalEvent {
  /// Everything but what it is about, facts and payload.
  package let envelope: LeafHasher.Envelope<String>
  /// What it is about.
  public let stream: StreamKey
  /// What it says, in the shape of ``LeafHasher/Envelope/schemaVersion``.
  public let facts: Facts
  /// What the leaf commits to of the payload.
  public let payloadHash: Digest?

  /// The gapless position.
  public var seq: Int64 { envelope.seq }

  /// Why bytes are not an event's.
  public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with them.
    public let description: String
  }

  /// Reads canonical bytes, which may be anything.
  public init(_ bytes: [UInt8]) throws(Malformed) {
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(Malformed) in
        var reader = CanonicalReader(buffer)
        return try reader.event()
      }
    }
    self = try result.get()
  }

  init(_ envelope: LeafHasher.Envelope<String>, _ stream: StreamKey, _ facts: Facts, _ payloadHash: Digest?) {
    self.envelope = envelope
    self.stream = stream
    self.facts = facts
    self.payloadHash = payloadHash
  }

  /// The leaf of canonical bytes: `SHA256(0x00 ‖ bytes)`.
  public static func leaf(of bytes: [UInt8]) -> Digest { Digest(hashing: [0] + bytes) }
}

/// Reads the canonical bytes in the order in which ``LeafHasher`` writes them.
private struct CanonicalReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func event() throws(CanonicalEvent.Malformed) -> CanonicalEvent {
    guard try byte() == 1 else { throw malformed("are of a format that this program does not know") }
    let seq = try number()
    let id = try identifier()
    let stream = StreamKey(kind: try text(), value: try text())
    let version = try number()
    let type = try text()
    let schemaVersion = try number()
    let (source, actor) = (try text(), try text())
    let marking = try byte()
    let (observedAt, receivedAt, recordedAt) = (try number(), try number(), try number())
    let correlationID = try isPresent() ? try identifier() : nil
    let cause = try number()
    let facts = try facts(slice(Int(length())))
    let payloadHash = try isPresent() ? Digest(try slice(32)) : nil
    guard position == bytes.count else { throw malformed("go on after the event's end") }
    let envelope = LeafHasher.Envelope(
      seq: seq, id: id, version: version, type: type, schemaVersion: schemaVersion, source: source, actor: actor,
      trafficLight: marking == 0xFF ? nil : Int64(marking), observedAt: observedAt, receivedAt: receivedAt,
      recordedAt: recordedAt, correlationID: correlationID, causationSeq: cause == 0 ? nil : cause)
    return CanonicalEvent(envelope, stream, facts, payloadHash)
  }

  private func malformed(_ what: String) -> CanonicalEvent.Malformed {
    CanonicalEvent.Malformed(description: "the canonical bytes \(what)")
  }

  private mutating func slice(_ count: Int) throws(CanonicalEvent.Malformed) -> UnsafeRawBufferPointer {
    guard count <= bytes.count - position else { throw malformed("end too early") }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
  }

  private mutating func byte() throws(CanonicalEvent.Malformed) -> UInt8 { try slice(1)[0] }

  private mutating func number() throws(CanonicalEvent.Malformed) -> Int64 {
    Int64(bigEndian: try slice(8).loadUnaligned(as: Int64.self))
  }

  private mutating func length() throws(CanonicalEvent.Malformed) -> UInt32 {
    UInt32(bigEndian: try slice(4).loadUnaligned(as: UInt32.self))
  }

  private mutating func text() throws(CanonicalEvent.Malformed) -> String {
    guard let text = String(validating: try slice(Int(length())), as: UTF8.self) else {
      throw malformed("hold a text that is not UTF-8")
    }
    return text
  }

  private mutating func identifier() throws(CanonicalEvent.Malformed) -> EventID {
    EventID(high: UInt64(bitPattern: try number()), low: UInt64(bitPattern: try number()))
  }

  private mutating func isPresent() throws(CanonicalEvent.Malformed) -> Bool {
    switch try byte() {
    case 0: return false
    case 1: return true
    default: throw malformed("hold a mark that is neither 0 nor 1")
    }
  }

  private func facts(_ bytes: UnsafeRawBufferPointer) throws(CanonicalEvent.Malformed) -> Facts {
    do {
      return try Facts(canonical: bytes)
    } catch {
      throw malformed("hold facts that cannot be read: \(error)")
    }
  }
}
