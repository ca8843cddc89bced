extension StringProtocol {
  /// The text with everything made visible that could steer a terminal or hide from the reader's eye.
  ///
  /// Indicators, labels and notes come from strangers. Control characters, line ends, bidirectional overrides,
  /// zero-width and other invisible characters, and code points that no font knows are written as `\n`, `\x1b` or
  /// `\u{202e}`; so are marks without a letter to sit on and piles of them that would run over other lines.
  /// The result has one line, a width that is known, and no byte below 0x20.
  public var neutralised: String { neutralise(String(self)) }

  /// The text with its control characters written as `\x1b`, but for tabs and line ends.
  var withControlsEscaped: String {
    guard unicodeScalars.contains(where: isStrayControl) else { return String(self) }
    return unicodeScalars.reduce(into: "") { result, scalar in
      if isStrayControl(scalar) { result += escape(scalar) } else { result.unicodeScalars.append(scalar) }
    }
  }
}

private func isStrayControl(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar {
  case "\t", "\n", "\r": false
  default: scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }
}

/// On `String` alone, because a generic function that is called from another module costs several times as much.
private func neutralise(_ text: String) -> String {
  var text = text
  if text.withUTF8({ bytes in bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }) { return text }
  var result = ""
  var base: Unicode.Scalar?
  var marks = 0
  for scalar in text.unicodeScalars {
    if isPresentationSelector(scalar), let base, base.properties.isEmoji { continue }
    guard !isSteering(scalar) else {
      result += escape(scalar)
      base = nil
      continue
    }
    if DisplayWidth.of(scalar) == 0 {
      marks += 1
      guard base != nil, marks <= greatestPile else {
        result += escape(scalar)
        base = nil
        continue
      }
    } else {
      base = scalar
      marks = 0
    }
    result.unicodeScalars.append(scalar)
  }
  return result
}

/// As many marks as living languages put on one letter.
private let greatestPile = 6

/// Whether a scalar chooses between the text and the emoji look of a character, and so between two widths.
///
/// Terminals do not agree on the outcome; left out, the character shows in the look and width that are its own.
private func isPresentationSelector(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value == 0xFE0E || scalar.value == 0xFE0F
}

private func isSteering(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
  let properties = scalar.properties
  if properties.isDefaultIgnorableCodePoint { return true }
  switch properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return true
  default: return false
  }
}

private func escape(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\n": return "\\n"
  case "\r": return "\\r"
  case "\t": return "\\t"
  default: break
  }
  let digits = String(scalar.value, radix: 16)
  if scalar.value > 0xFF { return "\\u{\(digits)}" }
  return "\\x" + (digits.count < 2 ? "0" : "") + digits
}
