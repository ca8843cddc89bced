extension Document {
  /// The report in GitHub-flavoured Markdown.
  public var markdown: String {
    let heading = "# " + title.map { Markdown.inline($0) }.joined()
    return ([heading] + blocks.compactMap(Markdown.block)).joined(separator: "\n\n") + "\n"
  }
}

/// How parts of a document are written in Markdown.
enum Markdown {
  /// Words in which nothing is markup, HTML or a link; all on one line.
  static func escaped(_ text: some StringProtocol) -> String {
    let text = Array(text.neutralised.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (index, scalar) in text.enumerated() {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "~", "&", "#", "@", "!", "$": result.append("\\")
      // Readers make links of bare addresses: http://…, www.…
      case ":" where index + 1 < text.count && text[index + 1] == "/": result.append("\\")
      case "." where index >= 3 && text[index - 3..<index].allSatisfy({ $0 == "w" || $0 == "W" }): result.append("\\")
      default: break
      }
      result.append(scalar)
    }
    return String(result)
  }

  /// A code span, fenced by more backticks than stand in it.
  ///
  /// Readers go by code points: for them a backtick or a pipe is one also where a mark follows that makes them one
  /// character for us.
  static func code(_ text: String, inTable: Bool) -> String {
    let text = Array(text.neutralised.unicodeScalars)
    guard text.contains(where: { $0 != " " }) else { return "" }
    // Readers do not agree on what a backslash before an escaped pipe means in code; in words they do.
    if inTable, zip(text, text.dropFirst()).contains(where: { $0 == ("\\", "|") }) { return escaped(string(text)) }
    let fence = String(repeating: "`", count: longestRun(string(text)) + 1)
    let pad = text.first == "`" || text.last == "`" || text.first == " " && text.last == " " ? " " : ""
    // Tables are split into cells before anything else is read: there, and only there, a pipe is escaped in code too.
    let content = inTable ? text.flatMap { $0 == "|" ? ["\\", $0] : [$0] } : text
    return fence + pad + string(content) + pad + fence
  }

  private static func string(_ scalars: [Unicode.Scalar]) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  static func inline(_ part: Document.Inline, inTable: Bool = false) -> String {
    switch part {
    case .text(let text), .time(let text): escaped(text)
    case .strong(let text), .badge(let text, _): text.isEmpty ? "" : "**\(escaped(text))**"
    case .code(let text): code(text, inTable: inTable)
    }
  }

  static func block(_ block: Document.Block) -> String? {
    switch block {
    case .heading(let text): "## " + escaped(text)
    case .paragraph(let parts): parts.map { inline($0) }.joined()
    case .warning(let parts): "> " + parts.map { inline($0) }.joined()
    case .facts(let facts):
      facts.map { "- \(escaped($0.name)): " + $0.value.map { inline($0) }.joined() }.joined(separator: "\n")
    case .table(let table): self.table(table)
    case .preformatted(let text): fenced(text)
    case .chart: nil
    }
  }

  private static func fenced(_ text: String) -> String {
    let lines = text.normalizedLines.map(\.neutralised)
    let fence = String(repeating: "`", count: max(3, (lines.map(longestRun).max() ?? 0) + 1))
    return ([fence + "text"] + lines + [fence]).joined(separator: "\n")
  }

  private static func table(_ table: Document.Table) -> String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let rows = table.rows.map { row in
      line(row.map { cell in cell.map { inline($0, inTable: true) }.joined() })
    }
    let head = [
      line(table.columns.map { escaped($0.header) }), line(table.columns.map { $0.style == .number ? "---:" : "---" }),
    ]
    return (head + rows).joined(separator: "\n")
  }

  /// How many backticks follow each other at most.
  private static func longestRun(_ text: String) -> Int {
    var (longest, run) = (0, 0)
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}

extension String {
  /// The lines of a text, whichever way they end, without an empty one after the last end.
  var normalizedLines: [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in unicodeScalars {
      if scalar == "\n" && previous == "\r" {
        previous = scalar
        continue
      }
      previous = scalar
      if scalar == "\n" || scalar == "\r" {
        lines.append(String(line))
        line = String.UnicodeScalarView()
      } else {
        line.append(scalar)
      }
    }
    if !line.isEmpty { lines.append(String(line)) }
    return lines
  }
}
