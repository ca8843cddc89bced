import Time

/// The canonical bytes of an event, version 1, whose hash is its leaf in the tree.
///
/// Frozen: described for strangers in the article *The log format*. Numbers are eight bytes, most significant first,
/// two's complement; texts are a four-byte length and UTF-8; dictionary ids never occur.
///
/// ```
/// 0x01                                   version of this format
/// seq · event_id (16 bytes)
/// stream kind (text) · stream value (text) · version
/// type (text) · schema_version · source (text) · actor (text)
/// tlp (1 byte: 0xFF for none)
/// observed_at · received_at · recorded_at
/// correlation_id (1 byte 0 for none, or 1 and 16 bytes)
/// causation_seq (0 for none)
/// facts (four-byte length, canonical facts)
/// payload_hash (1 byte 0 for none, or 1 and 32 bytes)
/// ```
public struct LeafHasher {
  @usableFromInline let buffer = ByteBuffer(capacity: 1024)

  /// A hasher whose buffer is used again from event to event.
  public init() {}

  /// The envelope of an event as it is hashed, with names as texts or as their canonical bytes; what it is about is
  /// given beside it.
  public struct Envelope<Name: CanonicalName> {
    // The fields have the names of the event table's columns.
    /// The gapless position.
    public var seq: Int64
    /// The producer's id.
    public var id: EventID
    /// The position within its stream.
    public var version: Int64
    /// What happened.
    public var type: Name
    /// The version of the facts' shape.
    public var schemaVersion: Int64
    /// Who says so.
    public var source: Name
    /// Who ran the program.
    public var actor: Name
    /// The number of the statement's own marking.
    public var trafficLight: Int64?
    /// When the source says it was true, in milliseconds.
    public var observedAt: Int64
    /// When it came, in milliseconds.
    public var receivedAt: Int64
    /// When it was appended, in milliseconds.
    public var recordedAt: Int64
    /// The run it belongs to.
    public var correlationID: EventID?
    /// The earlier event that led to it.
    public var causationSeq: Int64?

    /// Collects the fields.
    @inlinable @inline(__always)
    public init(
      seq: Int64, id: EventID, version: Int64, type: Name, schemaVersion: Int64, source: Name, actor: Name,
      trafficLight: Int64?, observedAt: Int64, receivedAt: Int64, recordedAt: Int64, correlationID: EventID?,
      causationSeq: Int64?
    ) {
      self.seq = seq
      self.id = id
      self.version = version
      self.type = type
      self.schemaVersion = schemaVersion
      self.source = source
      self.actor = actor
      self.trafficLight = trafficLight
      self.observedAt = observedAt
      self.receivedAt = receivedAt
      self.recordedAt = recordedAt
      self.correlationID = correlationID
      self.causationSeq = causationSeq
    }
  }

  /// Hashes an event; `appendFacts` adds the canonical form of its facts.
  public func leaf<Failure>(
    of envelope: Envelope<String>, stream: StreamKey, payloadHash: Digest?,
    appendFacts: (inout ByteBuffer) throws(Failure) -> Void
  ) throws(Failure) -> Digest {
    try leaf(
      of: envelope, payloadHash: payloadHash, appendStream: { $0.appendStream(stream) }, appendFacts: appendFacts)
  }

  /// Hashes an event; `appendStream` adds what ``ByteBuffer/appendStream(_:)`` adds, from wherever it was kept.
  ///
  /// Public, as all that it is made of: what is only of the package is not compiled into the loops of other modules.
  @inlinable @inline(__always)
  public func leaf<Name, Failure>(
    of envelope: Envelope<Name>, payloadHash: Digest?, appendStream: (inout ByteBuffer) -> Void,
    appendFacts: (inout ByteBuffer) throws(Failure) -> Void
  ) throws(Failure) -> Digest {
    var buffer = buffer
    buffer.removeAll()
    buffer.append(0x00)  // RFC 6962: a leaf, not an inner node
    buffer.append(0x01)
    buffer.appendNumber(envelope.seq)
    buffer.appendIdentifier(envelope.id)
    appendStream(&buffer)
    buffer.appendNumber(envelope.version)
    envelope.type.append(to: buffer)
    buffer.appendNumber(envelope.schemaVersion)
    envelope.source.append(to: buffer)
    envelope.actor.append(to: buffer)
    buffer.append(envelope.trafficLight.map { UInt8(truncatingIfNeeded: $0) } ?? 0xFF)
    buffer.appendNumber(envelope.observedAt)
    buffer.appendNumber(envelope.receivedAt)
    buffer.appendNumber(envelope.recordedAt)
    if let correlation = envelope.correlationID {
      buffer.append(1)
      buffer.appendIdentifier(correlation)
    } else {
      buffer.append(0)
    }
    buffer.appendNumber(envelope.causationSeq ?? 0)
    let mark = buffer.count
    buffer.appendLength(0)
    try appendFacts(&buffer)
    buffer.replace(at: mark, bigEndian: UInt32(buffer.count - mark - 4))
    if let payloadHash {
      buffer.append(1)
      payloadHash.withBytes { buffer.append(bytes: $0) }
    } else {
      buffer.append(0)
    }
    return Digest(hashing: buffer.bytes)
  }

  /// The canonical bytes of the event that was hashed last.
  public var canonicalBytes: [UInt8] { Array(buffer.bytes.dropFirst()) }
}

/// A name as an envelope has it: a text, or its canonical bytes.
public protocol CanonicalName {
  /// Adds a four-byte length and UTF-8.
  func append(to buffer: ByteBuffer)
}

extension String: CanonicalName {
  /// Adds the text.
  public func append(to buffer: ByteBuffer) { buffer.appendCanonicalText(self) }
}

/// A name whose canonical bytes are kept ready, and valid as long as whoever keeps them.
public struct EncodedName: CanonicalName {
  @usableFromInline let bytes: UnsafeRawBufferPointer

  /// Takes a length and UTF-8.
  @inlinable
  public init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Adds the bytes.
  @inlinable @inline(__always)
  public func append(to buffer: ByteBuffer) { buffer.append(bytes: bytes) }
}

extension ByteBuffer {
  /// Adds what an event is about: its kind and its value.
  public func appendStream(_ stream: StreamKey) {
    appendCanonicalText(stream.kind)
    appendCanonicalText(stream.value)
  }

  /// Adds a text as canonical bytes hold it.
  public func appendCanonicalText(_ text: String) {
    var text = text
    text.withUTF8 { appendCanonicalText(UnsafeRawBufferPointer($0)) }
  }

  /// Adds a text's UTF-8 as canonical bytes hold it.
  public func appendCanonicalText(_ utf8: UnsafeRawBufferPointer) {
    appendLength(utf8.count)
    append(bytes: utf8)
  }

  @inlinable
  func appendLength(_ length: Int) {
    withUnsafeBytes(of: UInt32(length).bigEndian) { append(bytes: $0) }
  }

  @inlinable @inline(__always)
  func appendNumber(_ number: Int64) { appendBigEndian(UInt64(bitPattern: number)) }

  @inlinable @inline(__always)
  func appendIdentifier(_ id: EventID) {
    appendBigEndian(id.high)
    appendBigEndian(id.low)
  }
}
