import Events

/// A dictionary's names, as envelopes and as facts hold them in canonical bytes, ready to be copied.
///
/// A class, because every event asks several times: a structure of arrays would be retained array by array.
final class EncodedNames {
  private struct Place {
    /// With the length of an envelope's text.
    let envelope: UnsafeRawBufferPointer
    /// With the length of a fact's name; empty for nobody's.
    let facts: UnsafeRawBufferPointer
  }

  private let texts: [String?]
  private let bytes: ByteBuffer
  private let places: [Place]
  /// Where the names of types are, by their codes.
  private let types: [EncodedName]

  /// Encodes the names that a table holds now.
  init(_ symbols: SymbolTable) {
    texts = symbols.texts
    var bytes = ByteBuffer(capacity: 4096)
    var ends: [(envelope: Int, facts: Int)] = []
    for text in texts {
      if let text { bytes.appendCanonicalText(text) }
      let envelope = bytes.count
      if let text { bytes.appendText(text) }
      ends.append((envelope, bytes.count))
    }
    var typeEnds = [bytes.count]
    for code in 1...EventType.allCases.count {
      bytes.appendCanonicalText(EventType(code: code)?.rawValue ?? "")
      typeEnds.append(bytes.count)
    }
    // From here on nothing is added, so that nothing moves.
    self.bytes = bytes
    let all = bytes.bytes
    var start = 0
    places = ends.map { ends in
      defer { start = ends.facts }
      return Place(
        envelope: UnsafeRawBufferPointer(rebasing: all[start..<ends.envelope]),
        facts: UnsafeRawBufferPointer(rebasing: all[ends.envelope..<ends.facts]))
    }
    types = zip(typeEnds, typeEnds.dropFirst()).map { EncodedName(UnsafeRawBufferPointer(rebasing: all[$0..<$1])) }
  }

  /// The name of a symbol; nil where there is none.
  func text(_ symbol: Int) -> String? { texts.indices.contains(symbol) ? texts[symbol] : nil }

  /// The name of a type.
  func name(_ type: EventType) -> EncodedName { types[type.code - 1] }

  /// The name of a symbol, for an envelope; nil where there is none.
  func name(_ symbol: Int) -> EncodedName? {
    guard places.indices.contains(symbol), !places[symbol].facts.isEmpty else { return nil }
    return EncodedName(places[symbol].envelope)
  }

  /// Appends a symbol's name as a fact's; false where there is none.
  func append(_ symbol: Int, to output: ByteBuffer) -> Bool {
    guard places.indices.contains(symbol), !places[symbol].facts.isEmpty else { return false }
    output.append(bytes: places[symbol].facts)
    return true
  }
}
