// Normalisation form C has no public name in the standard library yet; Foundation would cost every start of the program
// tens of milliseconds.
@_spi(_Unicode) import Swift

extension String {
  /// The text in Unicode's normalisation form C, in which names and labels are kept and compared byte by byte.
  public var inNormalForm: String {
    if utf8.allSatisfy({ $0 < 0x80 }) { return self }
    var composed = String.UnicodeScalarView()
    composed.append(contentsOf: _nfc)
    return String(composed)
  }
}
