extension StringProtocol {
  /// The text as a quoted label of a Mermaid diagram, quotes included.
  ///
  /// Mermaid knows no backslash; it writes what has a meaning to it, or to HTML, as entity codes (`#quot;`).
  public var mermaidLabel: String {
    var result = "\""
    for scalar in neutralised.unicodeScalars {
      switch scalar {
      case "\"", "#", "&", "<", ">", "`", ";", "\\": result += "#\(scalar.value);"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// The text as a quoted string of the DOT language, quotes included.
  ///
  /// Backslashes are doubled, for in labels they start escapes such as `\N`.
  public var dotLabel: String {
    var result = "\""
    for scalar in neutralised.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }

  /// The text for HTML and XML, in content and in quoted attributes.
  ///
  /// Control characters that XML forbids become U+FFFD; line ends and tabs stay.
  public var htmlEscaped: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
      case "\u{0}"..<"\u{20}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
