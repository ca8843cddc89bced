import Yams

/// A YAML value with the line it starts on, from 1.
struct YAMLTree {
  let line: Int
  let content: Content

  enum Content {
    /// A text, number or word; `isQuoted` where it was written in quotation marks, and so is a text for certain.
    case scalar(String, isQuoted: Bool)
    case sequence([YAMLTree])
    case mapping([Member])
  }

  struct Member {
    let name: String
    /// The line of the name.
    let line: Int
    let value: YAMLTree
  }

  /// What kind of value it is, for messages.
  var kindName: String {
    switch content {
    case .scalar: "a single value"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}

extension YAMLTree {
  /// The largest text that is read, in bytes.
  static let maximumSize = 1 << 20
  /// How deeply lists and mappings may be nested.
  static let maximumDepth = 16

  /// Reads a YAML text of one document without anchors, aliases and composite keys.
  ///
  /// Those three are refused because they let a short text stand for an enormous one. libyaml stops at 1,000 levels.
  static func parse(_ text: String) throws(ScorecardError.Problem) -> YAMLTree {
    guard text.utf8.count <= maximumSize else {
      throw .init(line: 1, message: "the file is larger than 1 MiB", remedy: "a scorecard is a few kilobytes of rules")
    }
    if let line = text.lineOfSuspectedBomb {
      throw .init(line: line, message: "there are YAML aliases or composite keys", remedy: "write the values out")
    }
    do {
      // The basic resolver leaves every plain scalar a text: no regular expressions, and no `no` that turns false.
      // Nor a constructor, which makes Swift's values of nodes. The parser is kept because its nodes hold their anchors
      // weakly.
      let parser = try Parser(yaml: text, resolver: .basic, constructor: Constructor([:], [:], [:]), encoding: .utf8)
      let tree = try parser.singleRoot().map { try YAMLTree($0, depth: 0) }
      return withExtendedLifetime(parser) { tree ?? YAMLTree(line: 1, content: .mapping([])) }
    } catch let problem as ScorecardError.Problem {
      throw problem
    } catch let error as YamlError {
      throw .init(error, in: text)
    } catch {
      throw .init(line: 1, message: "the YAML cannot be read (\(error))", remedy: "check the file")
    }
  }

  private init(_ node: Node, depth: Int) throws(ScorecardError.Problem) {
    line = node.mark?.line ?? 1
    guard node.anchor == nil else {
      throw .init(line: line, message: "there is a YAML anchor", remedy: "write the value out wherever it is needed")
    }
    guard depth <= Self.maximumDepth else {
      throw .init(
        line: line, message: "values are nested more than \(Self.maximumDepth) levels deep",
        remedy: "see the example scorecards for the layout")
    }
    switch node {
    case .scalar(let scalar):
      content = .scalar(scalar.string, isQuoted: scalar.style != .plain && scalar.style != .any)
    case .sequence(let sequence):
      var elements: [YAMLTree] = []
      for element in sequence { elements.append(try YAMLTree(element, depth: depth + 1)) }
      content = .sequence(elements)
    case .mapping(let mapping):
      var members: [Member] = []
      for (key, value) in mapping {
        guard case .scalar(let scalar) = key else {
          throw .init(line: key.mark?.line ?? line, message: "a name is a list or a mapping", remedy: "write a word")
        }
        members.append(
          Member(name: scalar.string, line: key.mark?.line ?? line, value: try YAMLTree(value, depth: depth + 1)))
      }
      content = .mapping(members)
    case .alias:
      throw .init(line: line, message: "there is a YAML alias", remedy: "write the value out")
    }
  }
}

extension ScorecardError.Problem {
  fileprivate init(_ error: YamlError, in text: String) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let hasTab = problem.contains("cannot start any token")
      let remedy =
        problem.contains("another document")
        ? "keep one scorecard in a file"
        : hasTab
          ? "indent with spaces, never tabs, and quote texts that start with @, % or `"
          : "check the line and the one above"
      self.init(line: mark.line, message: "the YAML cannot be read (\(problem))", remedy: remedy)
    case .reader(let problem, let offset, _, _):
      let line = text.prefix(offset ?? 0).reduce(1) { $1.isNewline ? $0 + 1 : $0 }
      self.init(line: line, message: "the YAML cannot be read (\(problem))", remedy: "remove the control character")
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.map { "'\($0.prefix(60))'" }.joined(separator: ", ")
      self.init(
        line: context.mark.line, message: "\(names) is written more than once in one mapping",
        remedy: "keep one of them")
    case .memory:
      self.init(line: 1, message: "the YAML is nested too deeply", remedy: "see the example scorecards for the layout")
    default:
      self.init(line: 1, message: "the YAML cannot be read", remedy: "check the file")
    }
  }
}

extension String {
  /// The line on which composite keys or aliases become too many, by a look at the bytes that may suspect too much but
  /// never too little.
  ///
  /// An alias is `*` and a name, a composite key starts with `?`, both where a value may start. Eight of them multiply a
  /// text about twentyfold at most, which costs little; what they are is seen exactly after parsing.
  fileprivate var lineOfSuspectedBomb: Int? {
    var line = 1
    var suspects = 0
    var mayStartValue = true
    let bytes = utf8Span.span
    for index in bytes.indices {
      let byte = bytes[index]
      switch byte {
      case 0x0A, 0x0D:
        if byte == 0x0A { line += 1 }
        mayStartValue = true
      case 0x20, 0x09: break
      default:
        if mayStartValue, byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") {
          suspects += 1
          if suspects > 8 { return line }
        }
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "?"),
          UInt8(ascii: "-"):
          mayStartValue = true
        // Beyond ASCII there are more line breaks.
        default: mayStartValue = byte >= 0x80
        }
      }
    }
    return nil
  }
}
