/// Walks through JSON of any size in flat memory: a closure says for each value whether to enter, take or skip it.
///
/// The text may be one value or several, one after another, such as one object a line. Values that are taken are
/// bounded in size; those that are skipped are not.
public struct JSONStream {
  /// What a stream comes by, in the order of the text.
  public enum Part: Sendable {
    /// An object or array begins, whose members or elements follow.
    case entered(path: [JSONStep], line: Int)
    /// The object or array that was entered last has ended.
    case left(path: [JSONStep])
    /// A value that was taken.
    case value(path: [JSONStep], JSONFragment)
    /// A value that should be taken but is larger than the bound.
    case oversized(path: [JSONStep], line: Int)
  }

  /// The largest value that is taken unless a caller says otherwise: 16 MiB.
  public static let maximumValueSize = 16 << 20
  /// The longest member name.
  private static let maximumNameSize = 64 << 10

  private var input: JSONInput
  private let maximumDepth: Int
  private let maximumValueSize: Int
  private let choose: ([JSONStep], JSONShape) -> JSONChoice
  private var open: [Container] = []
  private var path: [JSONStep] = []
  private var isAtStart = true

  private struct Container {
    var isObject: Bool
    var isEmpty = true
    var name: String { isObject ? "an object" : "an array" }
  }

  /// Reads from `source`, which returns pieces of the text and an empty array at its end.
  public init(
    _ source: @escaping () throws -> [UInt8], maximumDepth: Int = JSONValue.maximumDepth,
    maximumValueSize: Int = maximumValueSize, choose: @escaping ([JSONStep], JSONShape) -> JSONChoice
  ) {
    input = JSONInput(source)
    self.maximumDepth = maximumDepth
    self.maximumValueSize = maximumValueSize
    self.choose = choose
  }

  /// The next part, or nil at the end of the text.
  ///
  /// Throws ``JSONError`` where the text is damaged, after which there is no way to go on, and what the source throws.
  public mutating func next() throws -> Part? {
    if isAtStart {
      try input.skipByteOrderMark()
      isAtStart = false
    }
    while true {
      try input.skipSpace()
      guard let container = open.last else {
        guard try input.fill() else { return nil }
        if let part = try value() { return part }
        continue
      }
      guard try input.fill() else { throw error("the text ends inside \(container.name)") }
      if try input.skip(container.isObject ? "}" : "]") {
        open.removeLast()
        defer { leaveValue() }
        return .left(path: path)
      }
      try enterItem(of: container)
      if let part = try value() { return part }
    }
  }

  /// Goes on to the next member's or element's value.
  private mutating func enterItem(of container: Container) throws {
    if !container.isEmpty {
      guard try input.skip(",") else { throw error("expected ',' or the end of \(container.name)") }
      try input.skipSpace()
    }
    open[open.count - 1].isEmpty = false
    guard container.isObject else { return path.append(.element) }
    guard try input.peek() == UInt8(ascii: "\"") else { throw error("expected a member name in double quotes") }
    let line = input.line()
    let offset = input.offset
    guard let bytes = try scan(keeping: Self.maximumNameSize) else { throw error("a member name is too long") }
    guard case .string(let name) = try JSONFragment(bytes: bytes, offset: offset, line: line).value() else {
      throw error("expected a member name in double quotes")
    }
    try input.skipSpace()
    guard try input.skip(":") else { throw error("expected ':' after a member name") }
    try input.skipSpace()
    path.append(.member(name))
  }

  /// Deals with the value that comes next as the closure chooses; nil where it was skipped.
  private mutating func value() throws -> Part? {
    guard let byte = try input.peek() else { throw error("the text ends where a value should be") }
    let shape: JSONShape = byte == UInt8(ascii: "{") ? .object : byte == UInt8(ascii: "[") ? .array : .scalar
    switch (choose(path, shape), shape) {
    case (.enter, .object), (.enter, .array):
      guard open.count < maximumDepth else { throw error("nested deeper than \(maximumDepth) levels") }
      open.append(Container(isObject: shape == .object))
      defer { input.position += 1 }
      return .entered(path: path, line: input.line())
    case (.skip, _):
      _ = try scan(keeping: 0)
      leaveValue()
      return nil
    default:
      defer { leaveValue() }
      let line = input.line()
      let offset = input.offset
      guard let bytes = try scan(keeping: maximumValueSize) else { return .oversized(path: path, line: line) }
      return .value(path: path, JSONFragment(bytes: bytes, offset: offset, line: line))
    }
  }

  private mutating func leaveValue() {
    if !path.isEmpty { path.removeLast() }
  }

  /// Passes over one value; gives its bytes unless there are more than `limit`.
  private mutating func scan(keeping limit: Int) throws -> [UInt8]? {
    var scanner = JSONValueScanner()
    var kept: [UInt8]? = []
    while try input.fill() {
      let start = input.position
      let found = input.chunk.withUnsafeBufferPointer { scanner.end(in: $0, from: start) }
      let end = found ?? input.chunk.count
      if let count = kept?.count {
        if count + (end - start) <= limit { kept?.append(contentsOf: input.chunk[start..<end]) } else { kept = nil }
      }
      input.position = end
      if found != nil { return kept }
    }
    guard scanner.mayEndHere else { throw error("the text ends inside a value") }
    return kept
  }

  private mutating func error(_ message: String) -> JSONError {
    JSONError(message, offset: input.offset, line: input.line())
  }
}
