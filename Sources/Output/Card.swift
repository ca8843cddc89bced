/// The answer of a command such as `show`, laid out in sections for people.
public struct Card: Hashable, Sendable {
  /// A label and what it says.
  public struct Entry: Hashable, Sendable {
    let label: StyledText
    let value: StyledText

    /// Pairs a label with a value, which is wrapped where it is long.
    public init(_ label: String, _ value: StyledText) {
      self.label = StyledText(label)
      self.value = value
    }
  }

  /// What a section holds.
  public enum Body: Hashable, Sendable {
    /// Labels and values, aligned with those of every other section.
    case entries([Entry])
    /// Rows under titles.
    case table(Table)
    /// Text, wrapped line by line.
    case lines([StyledText])
  }

  private struct Section: Hashable, Sendable {
    var title: StyledText
    var body: Body
  }

  private var sections: [Section] = []

  /// A card without sections.
  public init() {}

  /// Adds a section; one with an empty body is not shown.
  ///
  /// What stands under a title is indented; without one it is not.
  public mutating func add(_ body: Body, under title: String = "") {
    sections.append(Section(title: StyledText(title, .bold), body: body))
  }

  /// The card, its sections apart by a blank line.
  public func lines(for terminal: Terminal) -> [StyledText] {
    let blocks = sections.compactMap { section -> [StyledText]? in
      let indent = section.title.isEmpty ? 0 : 2
      var inner = terminal
      inner.width = terminal.width.map { max($0 - indent, 1) }
      let body = lines(section.body, for: inner)
      guard !body.isEmpty else { return nil }
      let margin = StyledText(String(repeating: " ", count: indent))
      return (section.title.isEmpty ? [] : [section.title]) + body.map { $0.isEmpty ? $0 : margin + $0 }
    }
    return Array(blocks.joined(separator: [""]))
  }

  private func lines(_ body: Body, for terminal: Terminal) -> [StyledText] {
    switch body {
    case .table(let table): return table.lines(for: terminal)
    case .lines(let lines): return lines.flatMap { terminal.width.map($0.wrapped) ?? [$0] }
    case .entries(let entries):
      let labelWidth = labelWidth
      return entries.flatMap { entry in
        let room = terminal.width.map { max($0 - labelWidth - 2, Self.leastValueWidth) }
        let values = room.map(entry.value.wrapped) ?? [entry.value]
        return values.enumerated().map { index, value in
          let label = index == 0 ? entry.label.styled(.dim) : ""
          return (label.padded(to: labelWidth + 2, alignment: .leading) + value).withoutTrailingSpaces()
        }
      }
    }
  }

  private static let leastValueWidth = 16

  private var labelWidth: Int {
    sections.flatMap { section in
      if case .entries(let entries) = section.body { entries.map(\.label.width) } else { [Int]() }
    }.max() ?? 0
  }
}
