/// A YAML value with the line it starts on, from 1.
///
/// What is no plain data is refused when it is read: anchors, aliases, tags, composite keys, a name written twice, and
/// more than one document. Aliases would let a short text stand for an enormous one.
public struct YAMLNode: Hashable, Sendable {
  /// The line it starts on, from 1.
  public let line: Int
  /// What it is.
  public let content: Content

  /// A value of one of YAML's three kinds.
  public enum Content: Hashable, Sendable {
    /// A text, number or word; `isQuoted` where it was written in quotation marks, and so is a text for certain.
    case scalar(String, isQuoted: Bool)
    /// Values in their order.
    case sequence([YAMLNode])
    /// Values with names, in the order of the text.
    case mapping([Member])
  }

  /// A value of a mapping with its name.
  public struct Member: Hashable, Sendable {
    /// The name, unique in its mapping.
    public let name: String
    /// The line of the name.
    public let line: Int
    /// What the name stands for.
    public let value: YAMLNode
  }

  /// What kind of value it is, for messages.
  public var kindName: String {
    switch content {
    case .scalar: "a single value"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  /// The largest text that is read, in bytes.
  public static let maximumSize = 1 << 20
  /// How deeply lists and mappings may be nested.
  public static let maximumDepth = 16

  /// Reads a text of at most one document; nil where there is none.
  public static func parse(_ text: String) throws(YAMLError) -> YAMLNode? {
    guard text.utf8.count <= maximumSize else {
      throw YAMLError(line: 1, problem: "the file is larger than 1 MiB", remedy: "a few kilobytes are usual")
    }
    return try text.utf8Span.span.withUnsafeBufferPointer { (bytes) throws(YAMLError) in
      var reader = try YAMLReader(bytes)
      return try reader.document()
    }
  }
}
