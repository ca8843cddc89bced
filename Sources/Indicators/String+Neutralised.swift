extension String {
  /// The text with everything visible that could command a terminal or turn text around.
  ///
  /// Control characters (escape sequences start with one), bidirectional controls, invisible format characters,
  /// unassigned and private ones and line separators are written as `\u{1b}`; a backslash stays itself, since this is for
  /// eyes and not for reading back. Ordinary text comes back unchanged.
  public var neutralised: String {
    guard unicodeScalars.contains(where: \.isHarmful) else { return self }
    var output = ""
    for scalar in unicodeScalars {
      if scalar.isHarmful {
        output += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        output.unicodeScalars.append(scalar)
      }
    }
    return output
  }
}

extension Unicode.Scalar {
  /// Whether a terminal may obey the character or a reader may not see it.
  fileprivate var isHarmful: Bool {
    if value < 0x20 || (0x7F...0x9F).contains(value) { return true }
    if value < 0x80 { return false }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }
}
