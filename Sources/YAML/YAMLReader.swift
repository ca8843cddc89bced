import CYAML

/// Builds nodes from libyaml's events, so that what is refused is refused before anything is made of it.
struct YAMLReader: ~Copyable {
  private let bytes: UnsafeBufferPointer<UInt8>
  /// Allocated by itself because libyaml keeps its address.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private var event = yaml_event_t()

  /// Begins to read bytes of UTF-8, with or without a byte order mark; they must stay in their place until the end.
  init(_ bytes: UnsafeBufferPointer<UInt8>) throws(YAMLError) {
    self.bytes = bytes
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      throw YAMLError(line: 1, problem: "there is no memory to read it", remedy: "try again")
    }
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    var last = event
    yaml_event_delete(&last)
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The one document of the text.
  mutating func document() throws(YAMLError) -> YAMLNode? {
    try advance()
    try advance()
    guard event.type == YAML_DOCUMENT_START_EVENT else { return nil }
    try advance()
    let root = try node(depth: 0)
    try advance()
    guard event.type != YAML_DOCUMENT_START_EVENT else {
      throw problem("there is another document", remedy: "keep one document in a file")
    }
    return root
  }

  /// The value that starts with the event read last; afterwards the event behind the value has been read.
  private mutating func node(depth: Int) throws(YAMLError) -> YAMLNode {
    let line = line
    let content: YAMLNode.Content
    switch event.type {
    case YAML_SCALAR_EVENT:
      content = .scalar(try scalar(), isQuoted: event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
    case YAML_SEQUENCE_START_EVENT:
      try refuse(anchor: event.data.sequence_start.anchor, tag: event.data.sequence_start.tag, depth: depth)
      content = .sequence(try elements(depth: depth + 1))
    case YAML_MAPPING_START_EVENT:
      try refuse(anchor: event.data.mapping_start.anchor, tag: event.data.mapping_start.tag, depth: depth)
      content = .mapping(try members(depth: depth + 1))
    default:
      throw problem("there is a YAML alias", remedy: "write the value out")
    }
    try advance()
    return YAMLNode(line: line, content: content)
  }

  private mutating func elements(depth: Int) throws(YAMLError) -> [YAMLNode] {
    var elements: [YAMLNode] = []
    try advance()
    while event.type != YAML_SEQUENCE_END_EVENT { elements.append(try node(depth: depth)) }
    return elements
  }

  private mutating func members(depth: Int) throws(YAMLError) -> [YAMLNode.Member] {
    var members: [YAMLNode.Member] = []
    var names: Set<String> = []
    try advance()
    while event.type != YAML_MAPPING_END_EVENT {
      guard event.type == YAML_SCALAR_EVENT else {
        throw problem("a name is a list, a mapping or an alias", remedy: "write a word")
      }
      let line = line
      let name = try scalar()
      guard names.insert(name).inserted else {
        throw YAMLError(
          line: line, problem: "a name is written twice in one mapping", remedy: "keep one of them", duplicate: name)
      }
      try advance()
      members.append(YAMLNode.Member(name: name, line: line, value: try node(depth: depth)))
    }
    return members
  }

  private func scalar() throws(YAMLError) -> String {
    let scalar = event.data.scalar
    try refuse(anchor: scalar.anchor, tag: scalar.tag, depth: 0)
    return String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
  }

  private func refuse(
    anchor: UnsafeMutablePointer<UInt8>?, tag: UnsafeMutablePointer<UInt8>?, depth: Int
  ) throws(YAMLError) {
    guard anchor == nil else {
      throw problem("there is a YAML anchor", remedy: "write the value out wherever it is needed")
    }
    guard tag == nil else {
      throw problem("there is a YAML tag", remedy: "leave it out; what is in quotation marks is a text")
    }
    guard depth < YAMLNode.maximumDepth else {
      throw problem("values are nested more than \(YAMLNode.maximumDepth) levels deep", remedy: "write them flatter")
    }
  }

  private mutating func advance() throws(YAMLError) {
    yaml_event_delete(&event)
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
  }

  private var line: Int { event.start_mark.line + 1 }

  private func problem(_ problem: String, remedy: String) -> YAMLError {
    YAMLError(line: line, problem: problem, remedy: remedy)
  }

  /// What libyaml has against the text; its problems are fixed words.
  private func failure() -> YAMLError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "it cannot be read"
    switch parser.pointee.error {
    case YAML_READER_ERROR:
      let newlines = bytes.prefix(parser.pointee.problem_offset).count { $0 == UInt8(ascii: "\n") }
      return YAMLError(
        line: newlines + 1, problem: "the YAML cannot be read (\(problem))", remedy: "remove the control character")
    case YAML_MEMORY_ERROR:
      return YAMLError(line: 1, problem: "the YAML is nested too deeply", remedy: "write the values flatter")
    default:
      return YAMLError(
        line: parser.pointee.problem_mark.line + 1, problem: "the YAML cannot be read (\(problem))",
        remedy: problem.contains("cannot start any token")
          ? "indent with spaces, never tabs, and quote texts that start with @, % or `"
          : "check the line and the one above")
    }
  }
}
