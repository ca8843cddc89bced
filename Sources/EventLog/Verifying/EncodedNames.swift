import Events

/// A dictionary's names as canonical facts hold them, ready to be copied.
struct EncodedNames {
  private var bytes: [UInt8] = []
  /// Where each symbol's name is among the bytes; empty for nobody's.
  private var places: [Range<Int>] = []

  /// Encodes the names that a table holds now.
  init(_ symbols: SymbolTable) {
    for text in symbols.texts {
      let start = bytes.count
      if let text { bytes.appendText(text) }
      places.append(start..<bytes.count)
    }
  }

  /// Appends a symbol's name; false where there is none.
  func append(_ symbol: Int, to output: inout some ByteSink) -> Bool {
    guard places.indices.contains(symbol), !places[symbol].isEmpty else { return false }
    bytes.withUnsafeBytes { output.append(bytes: UnsafeRawBufferPointer(rebasing: $0[places[symbol]])) }
    return true
  }
}
