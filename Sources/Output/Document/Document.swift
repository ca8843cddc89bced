/// A report for people: blocks of plain text, which each form it is written in escapes wholly.
///
/// There is no way to put markup in, so nothing that a stranger wrote can become any.
public struct Document: Sendable {
  /// What it is about, in the heading and the window's title.
  public var title: [Inline]
  /// What it says, from top to bottom.
  public var blocks: [Block]

  /// Collects a report.
  public init(title: [Inline], blocks: [Block]) {
    self.title = title
    self.blocks = blocks
  }

  /// A part of a line.
  public enum Inline: Sendable, Hashable {
    /// Words.
    case text(String)
    /// Words that stand out.
    case strong(String)
    /// Something to be read letter by letter: a value, a hash, a command.
    case code(String)
    /// A verdict, in its colour.
    case badge(String, Tone)
    /// A time in RFC 3339, which may be written on two lines, broken before the hour.
    case time(String)

    /// The words alone.
    public var plain: String {
      switch self {
      case .text(let text), .strong(let text), .code(let text), .badge(let text, _), .time(let text): text
      }
    }
  }

  /// How good or bad something is.
  public enum Tone: String, Sendable, Hashable {
    case bad, warning, good, neutral
  }

  /// What follows each other on a page.
  public enum Block: Sendable {
    /// A section's heading.
    case heading(String)
    /// Sentences.
    case paragraph([Inline])
    /// Sentences that must not be overlooked.
    case warning([Inline])
    /// Names and what each is.
    case facts([(name: String, value: [Inline])])
    /// Rows under headers.
    case table(Table)
    /// Lines to be kept as they are.
    case preformatted(String)
    /// A drawing made by ``SVGChart``, for forms that can show it.
    case chart(SVGChart)
  }

  /// How a column of a table is set.
  public enum ColumnStyle: Sendable, Hashable {
    /// Words, on as many lines as they need.
    case text
    /// A number, aligned to the right.
    case number
    /// Many words: where there is no room for them beside the others they stand below, over the whole width.
    case below
  }

  /// Rows under headers.
  public struct Table: Sendable {
    /// What is in it, for those who do not see it.
    public var caption: String
    /// The headers, and how what is under them is set.
    public var columns: [(header: String, style: ColumnStyle)]
    /// The cells; each row has as many as there are columns.
    public var rows: [[[Inline]]]

    /// Collects a table.
    public init(_ caption: String, columns: [(header: String, style: ColumnStyle)], rows: [[[Inline]]]) {
      self.caption = caption
      self.columns = columns
      self.rows = rows
    }
  }
}

extension Document.Inline: ExpressibleByStringLiteral {
  /// Words.
  public init(stringLiteral value: String) { self = .text(value) }
}
