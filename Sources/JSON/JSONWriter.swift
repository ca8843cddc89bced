extension JSONValue {
  /// The value as JSON text: on one line, or indented by two spaces a level.
  ///
  /// The same value always gives the same text. Control characters, including DEL and C1, are escaped, so that the
  /// text is safe on a terminal.
  public func text(indented: Bool = false) -> String {
    var output = ""
    write(to: &output, indented: indented, level: 0)
    return output
  }

  /// Appends the JSON text to a string; `level` is the depth from which to indent.
  public func write(to output: inout String, indented: Bool = false, level: Int = 0) {
    switch self {
    case .null: output += "null"
    case .bool(let value): output += value ? "true" : "false"
    case .integer(let value): output += String(value)
    case .number(let value): output += Self.text(of: value)
    case .string(let text): Self.write(text, to: &output)
    case .array(let elements):
      Self.write(elements, "[", "]", to: &output, indented: indented, level: level) { element, output in
        element.write(to: &output, indented: indented, level: level + 1)
      }
    case .object(let object):
      Self.write(object.members, "{", "}", to: &output, indented: indented, level: level) { member, output in
        Self.write(member.name, to: &output)
        output += indented ? ": " : ":"
        member.value.write(to: &output, indented: indented, level: level + 1)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], _ open: String, _ close: String, to output: inout String, indented: Bool, level: Int,
    each: (Element, inout String) -> Void
  ) {
    guard !elements.isEmpty else {
      output += open + close
      return
    }
    output += open
    for (index, element) in elements.enumerated() {
      if index > 0 { output += "," }
      if indented { output += "\n" + String(repeating: "  ", count: level + 1) }
      each(element, &output)
    }
    if indented { output += "\n" + String(repeating: "  ", count: level) }
    output += close
  }

  /// The shortest text that reads back as the same number; whole numbers without a fraction.
  private static func text(of value: Double) -> String {
    guard value.isFinite else { return "null" }
    if let whole = Int64(exactly: value), abs(whole) < 1 << 53 { return String(whole) }
    return value.description
  }

  private static func write(_ text: String, to output: inout String) {
    output += "\""
    var text = text
    // Nearly every string is one that needs no escape; scalar by scalar costs ten times as much.
    let isPlain = text.withUTF8 { bytes in
      bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }
    if isPlain {
      output += text
      output += "\""
      return
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case "\u{0}"..<"\u{20}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{202A}"..."\u{202E}",
        "\u{2066}"..."\u{2069}":
        let digits = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }
}
