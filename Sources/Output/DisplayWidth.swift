/// How many columns of a terminal text takes up.
///
/// Combining marks take none, East Asian wide characters and emoji two (Unicode Standard Annex #11). Written for text
/// that is ``Swift/StringProtocol/neutralised``: there, terminals that measure code points and terminals that measure
/// grapheme clusters agree, but for skin tones, where the clusters are followed.
enum DisplayWidth {
  /// The columns of a text.
  static func of(_ text: String) -> Int {
    var text = text
    if text.withUTF8({ bytes in bytes.allSatisfy { $0 < 0x80 } }) { return text.utf8.count }
    var width = 0
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      width += of(scalar, after: previous)
      previous = scalar
    }
    return width
  }

  /// The columns of one scalar, given what stands before it.
  static func of(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar? = nil) -> Int {
    let value = scalar.value
    if value < 0x300 || drawing.contains(value) { return 1 }
    if isZeroWidth(scalar) { return 0 }
    if value < 0x1100 { return 1 }
    if scalar.properties.isEmojiModifier, let previous, previous.properties.isEmojiModifierBase { return 0 }
    return isWide(scalar) ? 2 : 1
  }

  /// Lines and blocks, which our own bars and charts are made of; known without a look into the tables.
  private static let drawing: ClosedRange<UInt32> = 0x2500...0x259F

  /// Marks, and the vowels and finals that complete a Hangul syllable.
  private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return true
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return true
    default: return false
    }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    var low = 0
    var high = wideRanges.count
    while low < high {
      let middle = (low + high) / 2
      if value > wideRanges[middle].upperBound { low = middle + 1 } else { high = middle }
    }
    if low < wideRanges.count, wideRanges[low].contains(value) { return true }
    // Half a flag is one column wide although it counts as an emoji.
    return scalar.properties.isEmojiPresentation && !(0x1F1E6...0x1F1FF).contains(value)
  }

  /// The wide and full-width characters of EastAsianWidth.txt that are not emoji, by block.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x303E, 0x3041...0x3247,
    0x3250...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B,
    0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1D300...0x1D376, 0x1F200...0x1F265,
    0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6D8, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
  ]
}
