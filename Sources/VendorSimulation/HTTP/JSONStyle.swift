import JSON

/// How a vendor's server writes JSON: a client that depends on one of these will fail on another.
public enum JSONStyle: Sendable {
  /// On one line without spaces, as FastAPI writes.
  case compact
  /// On one line with a space after `,` and `:`, as Python's json module writes; non-ASCII escaped.
  case python
  /// Indented by four spaces; non-ASCII as it is.
  case indented
  /// On one line with `\/` for slashes and non-ASCII escaped, as PHP writes.
  case php
  /// On one line with `\u003c`, `\u003e` and `\u0026`, as Go writes.
  case go

  /// The text of a value in this style.
  public func text(of value: JSONValue) -> String {
    var output = ""
    write(value, level: 0, to: &output)
    return output
  }

  private func write(_ value: JSONValue, level: Int, to output: inout String) {
    switch value {
    case .array(let elements):
      enclose("[", "]", elements, level: level, to: &output) { write($0, level: level + 1, to: &$1) }
    case .object(let object):
      enclose("{", "}", object.members, level: level, to: &output) { member, output in
        write(member.name, to: &output)
        output += self == .python || self == .indented ? ": " : ":"
        write(member.value, level: level + 1, to: &output)
      }
    case .string(let text): write(text, to: &output)
    case .number(let number) where self == .python && number == number.rounded(): output += number.description
    default: value.write(to: &output)
    }
  }

  private func enclose<Element>(
    _ open: String, _ close: String, _ elements: [Element], level: Int, to output: inout String,
    each: (Element, inout String) -> Void
  ) {
    output += open
    for (index, element) in elements.enumerated() {
      if index > 0 { output += self == .python ? ", " : "," }
      if self == .indented { output += "\n" + String(repeating: "    ", count: level + 1) }
      each(element, &output)
    }
    if self == .indented, !elements.isEmpty { output += "\n" + String(repeating: "    ", count: level) }
    output += close
  }

  private func write(_ text: String, to output: inout String) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case "/" where self == .php: output += "\\/"
      case "<", ">", "&": if self == .go { escape(scalar, to: &output) } else { output.unicodeScalars.append(scalar) }
      case "\u{0}"..<"\u{20}": escape(scalar, to: &output)
      case "\u{80}"...:
        if self == .php || self == .python { escape(scalar, to: &output) } else { output.unicodeScalars.append(scalar) }
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }

  private func escape(_ scalar: Unicode.Scalar, to output: inout String) {
    for unit in String(scalar).utf16 {
      let digits = String(unit, radix: 16)
      output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }
}
