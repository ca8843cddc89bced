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
package struct LeafHasher {
  private var buffer = ByteBuffer(capacity: 1024)

  /// A hasher whose buffer is used again from event to event.
  package init() {}

  /// The envelope of an event as it is hashed, with every name as text; what it is about is given beside it.
  package struct Envelope {
    // The fields have the names of the event table's columns.
    package var seq: Int64
    package var id: EventID
    package var version: Int64
    package var type: String
    package var schemaVersion: Int64
    package var source: String
    package var actor: String
    package var trafficLight: Int64?
    package var observedAt: Int64
    package var receivedAt: Int64
    package var recordedAt: Int64
    package var correlationID: EventID?
    package var causationSeq: Int64?

    /// Collects the fields.
    package init(
      seq: Int64, id: EventID, version: Int64, type: String, schemaVersion: Int64, source: String, actor: String,
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
  package mutating func leaf<Failure>(
    of envelope: Envelope, stream: StreamKey, payloadHash: Digest?,
    appendFacts: (inout ByteBuffer) throws(Failure) -> Void
  ) throws(Failure) -> Digest {
    try leaf(
      of: envelope, payloadHash: payloadHash, appendStream: { $0.appendStream(stream) }, appendFacts: appendFacts)
  }

  /// Hashes an event; `appendStream` adds what ``ByteBuffer/appendStream(_:)`` adds, from wherever it was kept.
  package mutating func leaf<Failure>(
    of envelope: Envelope, payloadHash: Digest?, appendStream: (inout ByteBuffer) -> Void,
    appendFacts: (inout ByteBuffer) throws(Failure) -> Void
  ) throws(Failure) -> Digest {
    buffer.removeAll()
    buffer.append(0x00)  // RFC 6962: a leaf, not an inner node
    buffer.append(0x01)
    append(envelope.seq)
    append(envelope.id)
    appendStream(&buffer)
    append(envelope.version)
    buffer.appendCanonicalText(envelope.type)
    append(envelope.schemaVersion)
    buffer.appendCanonicalText(envelope.source)
    buffer.appendCanonicalText(envelope.actor)
    buffer.append(envelope.trafficLight.map { UInt8(truncatingIfNeeded: $0) } ?? 0xFF)
    append(envelope.observedAt)
    append(envelope.receivedAt)
    append(envelope.recordedAt)
    buffer.append(envelope.correlationID == nil ? 0 : 1)
    if let correlation = envelope.correlationID { append(correlation) }
    append(envelope.causationSeq ?? 0)
    let mark = buffer.count
    buffer.appendLength(0)
    try appendFacts(&buffer)
    buffer.replace(at: mark, bigEndian: UInt32(buffer.count - mark - 4))
    buffer.append(payloadHash == nil ? 0 : 1)
    payloadHash?.withBytes { buffer.append(bytes: $0) }
    return Digest(hashing: buffer.bytes)
  }

  /// The canonical bytes of the event that was hashed last.
  package var canonicalBytes: [UInt8] { Array(buffer.bytes.dropFirst()) }

  private mutating func append(_ number: Int64) { buffer.appendBigEndian(UInt64(bitPattern: number)) }

  private mutating func append(_ id: EventID) {
    buffer.appendBigEndian(id.high)
    buffer.appendBigEndian(id.low)
  }
}

extension ByteBuffer {
  /// Adds what an event is about: its kind and its value.
  package func appendStream(_ stream: StreamKey) {
    appendCanonicalText(stream.kind)
    appendCanonicalText(stream.value)
  }

  /// Adds a text as canonical bytes hold it.
  package func appendCanonicalText(_ text: String) {
    var text = text
    text.withUTF8 { appendCanonicalText(UnsafeRawBufferPointer($0)) }
  }

  /// Adds a text's UTF-8 as canonical bytes hold it.
  package func appendCanonicalText(_ utf8: UnsafeRawBufferPointer) {
    appendLength(utf8.count)
    append(bytes: utf8)
  }

  fileprivate func appendLength(_ length: Int) {
    withUnsafeBytes(of: UInt32(length).bigEndian) { append(bytes: $0) }
  }
}
