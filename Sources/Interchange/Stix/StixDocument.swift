import JSON

/// Finds the STIX objects in the parts of a JSON text.
///
/// An object with a list `objects` is a bundle or a TAXII envelope and its elements are the objects; an object without
/// that is one itself.
struct StixDocument {
  enum Found {
    case object(JSONObject, line: Int)
    case rejected(Rejection)
  }

  /// Whether something came that is neither a bundle nor an object.
  private(set) var isForeign = false

  private var hasBegun = false
  /// The members of the outer object, until it turns out to be a bundle.
  private var members = JSONObject()
  private var membersSize = 0
  private var isBundle = false
  private var line = 1

  /// Enters arrays, outer objects and their lists `objects`; takes what is in those.
  static func choose(path: [JSONStep], shape: JSONShape) -> JSONChoice {
    let steps = path.first == .element ? path.dropFirst() : path[...]
    if steps.isEmpty { return shape == .object || (shape == .array && path.isEmpty) ? .enter : .take }
    return steps.count == 1 && steps.first == .member("objects") && shape == .array ? .enter : .take
  }

  /// Deals with the next part.
  ///
  /// Throws where the text does not even begin as an object or a list.
  mutating func take(_ part: JSONStream.Part) throws(JSONError) -> Found? {
    switch part {
    case .entered(let path, let line):
      hasBegun = true
      if isListOfObjects(path) { isBundle = true } else { begin(line: line) }
      return nil
    case .left(let path):
      // Leaving the outermost array is the end of nothing.
      return isListOfObjects(path) ? nil : end()
    case .oversized(let path, let line):
      if case .member? = path.last, isBundle { return nil }
      membersSize = .max / 2
      let reason = "the value is larger than \(JSONStream.maximumValueSize >> 20) MiB"
      return .rejected(Rejection(line: line, text: "", reason: reason))
    case .value(let path, let fragment):
      guard hasBegun else {
        throw JSONError("expected an object or a list", offset: fragment.offset, line: fragment.line)
      }
      do throws(JSONError) {
        let value = try fragment.value()
        if case .member(let name)? = path.last {
          keep(name, value, size: fragment.bytes.count)
          return nil
        }
        guard case .object(let object) = value else {
          isForeign = true
          return .rejected(Rejection(line: fragment.line, text: fragment.text, reason: "this is no STIX object"))
        }
        return .object(object, line: fragment.line)
      } catch {
        if case .member? = path.last { membersSize = .max / 2 }
        return .rejected(Rejection(line: error.line, text: fragment.text, reason: error.message))
      }
    }
  }

  private func isListOfObjects(_ path: [JSONStep]) -> Bool { path.last == .member("objects") }

  private mutating func begin(line: Int) {
    members = JSONObject()
    membersSize = 0
    isBundle = false
    self.line = line
  }

  private mutating func keep(_ name: String, _ value: JSONValue, size: Int) {
    guard !isBundle, membersSize <= JSONStream.maximumValueSize else { return }
    membersSize += size + name.utf8.count + 64
    members.append(name, value)
  }

  /// The outer object as a STIX object, unless it was a bundle or too damaged to be one.
  private mutating func end() -> Found? {
    defer { begin(line: 1) }
    guard !isBundle, !members.members.isEmpty, membersSize <= JSONStream.maximumValueSize else { return nil }
    if members["type"] == "bundle" || members["objects"] == [] { return nil }
    guard members["type"] != nil, members["id"] != nil else {
      isForeign = true
      return nil
    }
    return .object(members, line: line)
  }
}

extension JSONFragment {
  /// The beginning of the value as written.
  var text: String { String(decoding: bytes.prefix(400), as: UTF8.self) }
}
