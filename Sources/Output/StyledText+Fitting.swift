extension StyledText {
  /// One character as a reader sees it, with its style and the columns it takes up.
  private struct Cell {
    var character: Character
    var style: Style
    var width: Int

    var isSpace: Bool { character == " " }
  }

  /// The beginning of the text, marked with an ellipsis, where it is wider than the columns there are.
  func truncated(to columns: Int, ellipsis: String) -> StyledText {
    guard width > columns else { return self }
    guard columns > 0 else { return "" }
    var head: [Cell] = []
    var used = 0
    for cell in cells {
      guard used + cell.width < columns else { break }
      head.append(cell)
      used += cell.width
    }
    return Self.text(head[...]) + StyledText(ellipsis, head.last?.style ?? .plain)
  }

  /// The text in lines of at most that many columns, broken at spaces, and inside words that are longer than a line.
  ///
  /// The time it takes grows with the length of the text and no faster.
  func wrapped(to columns: Int) -> [StyledText] {
    guard width > columns else { return [self] }
    let cells = Array(cells)
    var lines: [StyledText] = []
    var start = 0
    while start < cells.count {
      var end = start
      var used = 0
      while end < cells.count, end == start || used + cells[end].width <= columns {
        used += cells[end].width
        end += 1
      }
      if end < cells.count, let space = cells[start...end].lastIndex(where: \.isSpace), space > start { end = space }
      lines.append(Self.text(cells[start..<end]).withoutTrailingSpaces())
      start = cells[end...].firstIndex { !$0.isSpace } ?? cells.count
    }
    return lines
  }

  /// Spaces up to a width, before the text or after it.
  func padded(to columns: Int, alignment: Alignment) -> StyledText {
    let gap = columns - width
    guard gap > 0 else { return self }
    let spaces = StyledText(spans: [Span(text: String(repeating: " ", count: gap), style: .plain)])
    return alignment == .leading ? self + spaces : spaces + self
  }

  /// The text without the blanks that alignment left at its end.
  func withoutTrailingSpaces() -> StyledText {
    var spans = spans
    while let last = spans.last {
      let blanks = last.text.utf8.reversed().prefix { $0 == UInt8(ascii: " ") }.count
      if blanks == 0 { break }
      spans.removeLast()
      guard blanks < last.text.utf8.count else { continue }
      spans.append(Span(text: String(last.text.utf8.dropLast(blanks)) ?? last.text, style: last.style))
      break
    }
    return StyledText(spans: spans)
  }

  private var cells: some Sequence<Cell> {
    spans.lazy.flatMap { span in
      span.text.lazy.map { Cell(character: $0, style: span.style, width: DisplayWidth.of(String($0))) }
    }
  }

  private static func text(_ cells: ArraySlice<Cell>) -> StyledText {
    StyledText(spans: cells.map { Span(text: String($0.character), style: $0.style) })
  }
}
