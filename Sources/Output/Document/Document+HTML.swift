extension Document {
  /// The report as one file that needs nothing else: no scripts, no pictures from elsewhere, readable on screens of any
  /// width, in the light and in the dark, and on paper.
  public var html: String {
    let heading = title.map(HTML.inline).joined()
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(HTML.escaped(title.map(\.plain).joined()))</title>
      <style>
      \(HTML.style)
      </style>
      </head>
      <body>
      <main>
      <h1>\(heading)</h1>
      \(blocks.map(HTML.block).joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }
}

/// How parts of a document are written in HTML.
enum HTML {
  /// Text between tags or in quotes, where neither it nor what hides in it can do anything.
  static func escaped(_ text: some StringProtocol) -> String {
    text.neutralised.htmlEscaped
  }

  /// Many lines, each escaped.
  static func lines(_ text: String) -> String {
    text.normalizedLines.map(escaped).joined(separator: "\n")
  }

  static func inline(_ part: Document.Inline) -> String {
    switch part {
    case .text(let text): escaped(text)
    case .strong(let text): "<strong>\(escaped(text))</strong>"
    case .code(let text): "<code>\(escaped(text))</code>"
    case .time(let text): time(text)
    case .badge(let text, let tone): "<span class=\"badge \(tone.rawValue)\">\(escaped(text))</span>"
    }
  }

  static func block(_ block: Document.Block) -> String {
    switch block {
    case .heading(let text): return "<h2>\(escaped(text))</h2>"
    case .paragraph(let parts): return "<p>\(parts.map(inline).joined())</p>"
    case .warning(let parts): return "<p class=\"warning\">\(parts.map(inline).joined())</p>"
    case .facts(let facts):
      let entries = facts.map { "<dt>\(escaped($0.name))</dt><dd>\($0.value.map(inline).joined())</dd>" }
      return "<dl>\n\(entries.joined(separator: "\n"))\n</dl>"
    case .table(let table): return self.table(table)
    case .preformatted(let text): return "<pre>\(lines(text))</pre>"
    case .chart(let chart): return "<figure>\(chart.svg)</figure>"
    }
  }

  /// A time whose day and hour are not torn apart, except from each other.
  private static func time(_ text: String) -> String {
    guard let hour = text.firstIndex(of: "T") else { return escaped(text) }
    return "<time><span>\(escaped(text[..<hour]))</span><wbr><span>\(escaped(text[hour...]))</span></time>"
  }

  /// A table that scrolls in itself where the screen is narrow.
  private static func table(_ table: Document.Table) -> String {
    let beside = table.columns.filter { $0.style != .below }
    let headers = beside.map { "<th scope=\"col\"\(attribute($0.style))>\(escaped($0.header))</th>" }
    let rows = table.rows.map { row(zip(table.columns, $0), width: beside.count) }
    let caption = escaped(table.caption)
    return """
      <div class="scroll" role="region" aria-label="\(caption)" tabindex="0"><table>
      <caption>\(caption)</caption>
      <thead><tr>\(headers.joined())</tr></thead>
      \(rows.joined(separator: "\n"))
      </table></div>
      """
  }

  private static func attribute(_ style: Document.ColumnStyle) -> String {
    style == .number ? " class=\"number\"" : ""
  }

  /// A row and what stands below it, kept together.
  private static func row(
    _ cells: some Sequence<((header: String, style: Document.ColumnStyle), [Document.Inline])>, width: Int
  ) -> String {
    var beside = ""
    var below = ""
    for (column, cell) in cells {
      let content = cell.map(inline).joined()
      if column.style == .below {
        let header = "<span class=\"header\">\(escaped(column.header))</span>"
        if !content.isEmpty { below += "<tr class=\"below\"><td colspan=\"\(width)\">\(header) \(content)</td></tr>" }
      } else {
        beside += "<td\(attribute(column.style))>\(content)</td>"
      }
    }
    return "<tbody><tr>\(beside)</tr>\(below)</tbody>"
  }

  static let style = """
    :root { color-scheme: light dark; --ink: #1b1f24; --dim: #57606a; --line: #d0d7de; --soft: #f6f8fa; --page: #fff;
      --bad: #b3261e; --warning: #8a5300; --good: #1a6b34; --neutral: #57606a; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --dim: #9da7b1; --line: #3d444d; --soft: #161b22;
      --page: #0d1117; --bad: #ff8a80; --warning: #f0b95a; --good: #6cd391; --neutral: #9da7b1; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
    main { max-width: 80rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
    h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
    p { max-width: 46rem; margin: .6rem 0; overflow-wrap: anywhere; }
    code, pre { font: .875em/1.45 ui-monospace, monospace; }
    code { overflow-wrap: anywhere; }
    pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .75rem; overflow-x: auto; }
    dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1.25rem; margin: .6rem 0; }
    dt { color: var(--dim); }
    dd { margin: 0; overflow-wrap: anywhere; }
    .scroll { overflow-x: auto; margin: .8rem 0; }
    table { border-collapse: collapse; width: 100%; font-size: .875rem; }
    caption { text-align: left; color: var(--dim); padding-bottom: .3rem; }
    th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; }
    thead, tbody { border-bottom: 1px solid var(--line); }
    th { color: var(--dim); white-space: nowrap; }
    td { overflow-wrap: break-word; }
    td code { display: inline-block; min-width: 20ch; max-width: 34ch; overflow-wrap: anywhere; }
    .below td { padding-top: 0; overflow-wrap: anywhere; } .below .header { color: var(--dim); }
    .below td code { display: inline; min-width: 0; max-width: none; }
    time span { white-space: nowrap; }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .badge { border: 1px solid currentColor; border-radius: 999px; padding: 0 .55em; font-weight: 600;
      white-space: nowrap; }
    .bad { color: var(--bad); } .good { color: var(--good); } .neutral { color: var(--neutral); }
    .badge.warning { color: var(--warning); }
    p.warning { border-left: 4px solid var(--warning); padding: .4rem .8rem; background: var(--soft); }
    figure { margin: 1rem 0; overflow-x: auto; } figure svg { width: 100%; min-width: 34rem; height: auto; }
    @media (max-width: 40rem) { dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-bottom: .5rem; } }
    @media print { @page { margin: 14mm; } body { font-size: 10pt; background: #fff; } main { max-width: none;
      padding: 0; } .scroll { overflow: visible; } table { font-size: 8pt; } thead { display: table-header-group; }
      tbody, tr, figure, .warning { break-inside: avoid; } h2, caption { break-after: avoid; }
      td code { min-width: 0; max-width: 22ch; } figure svg { min-width: 0; } th { white-space: normal; } pre { white-space: pre-wrap; overflow-wrap: anywhere; } }
    @media print and (prefers-color-scheme: dark) { :root { color-scheme: light; --ink: #1b1f24; --dim: #57606a;
      --line: #d0d7de; --soft: #f6f8fa; --page: #fff; --bad: #b3261e; --warning: #8a5300; --good: #1a6b34;
      --neutral: #57606a; } }
    """
}
