import JSON

/// Turns JSON payloads into rows of CSV (RFC 4180, with its CRLF line ends).
///
/// A spreadsheet runs fields that begin like a formula, and the text in them comes from strangers: such fields get a
/// leading apostrophe (OWASP, "CSV Injection"). Numbers stay numbers. Elements of an array are joined by semicolons,
/// and are guarded one by one because some programs take those for separators too. Control characters other than tabs
/// and line ends are written as `\x1b`, for a file ends up on a terminal sooner or later; in JSON they are exact.
struct CSVFields {
  private let names: [String]
  private let isForTerminal: Bool

  /// Rows with these members, or paths to them; for a terminal also free of control characters.
  init(_ names: [String], isForTerminal: Bool) {
    self.names = names
    self.isForTerminal = isForTerminal
  }

  /// The line with the names.
  var header: String { line(names.map { quoted(guarded($0)) }) }

  /// The line of one payload.
  func row(_ payload: JSONValue) -> String {
    row(values: names.map { Self.value(at: $0, in: payload) ?? .null })
  }

  /// The line of values that are in the order of the names already.
  func row(values: [JSONValue]) -> String {
    line(values.map { quoted(text(of: $0)) })
  }

  /// The value at a path such as `score.value`; a member whose own name has dots, such as `virustotal.ratio`, is found
  /// by trying the whole rest of the path as a name first.
  static func value(at path: some StringProtocol, in payload: JSONValue) -> JSONValue? {
    if let value = payload[String(path)] { return value }
    var dots = path.startIndex
    while let dot = path[dots...].firstIndex(of: ".") {
      if let member = payload[String(path[..<dot])],
        let value = value(at: path[path.index(after: dot)...], in: member)
      {
        return value
      }
      dots = path.index(after: dot)
    }
    return nil
  }

  /// Everything in a payload that is not an object with members, with its path.
  static func flattened(_ payload: JSONValue) -> [(name: String, value: JSONValue)] {
    guard case .object(let object) = payload else { return [] }
    return object.members.flatMap { member in
      let nested = flattened(member.value)
      return nested.isEmpty
        ? [(member.name, member.value)] : nested.map { ("\(member.name).\($0.name)", $0.value) }
    }
  }

  private func line(_ fields: [String]) -> String {
    fields.joined(separator: ",") + "\r\n"
  }

  private func text(of value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .bool, .integer, .number: value.text()
    case .string(let text): guarded(text)
    case .array(let elements): elements.map { text(ofElement: $0) }.joined(separator: ";")
    case .object: value.text()
    }
  }

  /// An element of an array; what is nested deeper stays JSON.
  private func text(ofElement value: JSONValue) -> String {
    if case .array = value { return value.text() }
    return text(of: value)
  }

  private func guarded(_ text: String) -> String {
    let text = isForTerminal ? text.neutralised : text.withControlsEscaped
    guard let first = text.unicodeScalars.first else { return text }
    switch first {
    case "=", "+", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠": return "'" + text
    case "-": return isNumber(text) ? text : "'" + text
    default: return text
    }
  }

  /// Whether a text that begins with a minus is a plain number: nothing that a spreadsheet could run.
  private func isNumber(_ text: String) -> Bool {
    let parts = text.utf8.dropFirst().split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count <= 2
      && parts.allSatisfy { part in
        !part.isEmpty && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      }
  }

  private func quoted(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { byte in
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\""), 0x00..<0x20: true
      default: false
      }
    }
    guard needsQuotes else { return text }
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { result += "\"" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }
}
