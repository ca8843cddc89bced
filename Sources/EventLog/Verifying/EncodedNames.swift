import Events

/// A dictionary's names, also as canonical facts hold them, ready to be copied.
struct EncodedNames {
  private let texts: [String?]
  private var bytes: [UInt8] = []
  /// Where each symbol's name is among the bytes; empty for nobody's.
  private var places: [Range<Int>] = []

  /// Encodes the names that a table holds now.
  init(_ symbols: SymbolTable) {
    texts = symbols.texts
    for text in texts {
      let start = bytes.count
      if let text { bytes.appendText(text) }
      places.append(start..<bytes.count)
    }
  }

  /// The name of a symbol; nil where there is none.
  func text(_ symbol: Int) -> String? { texts.indices.contains(symbol) ? texts[symbol] : nil }

  /// Appends a symbol's name; false where there is none.
  func append(_ symbol: Int, to output: inout some ByteSink) -> Bool {
    guard places.indices.contains(symbol), !places[symbol].isEmpty else { return false }
    bytes.withUnsafeBytes { output.append(bytes: UnsafeRawBufferPointer(rebasing: $0[places[symbol]])) }
    return true
  }
}
