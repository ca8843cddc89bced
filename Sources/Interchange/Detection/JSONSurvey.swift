import JSON

/// What the outermost members of a JSON text say about its format.
struct JSONSurvey {
  /// The names of the members of the outer object or of the first objects in an outer list.
  private var outer: Set<String> = []
  /// The names one level further in.
  private var inner: Set<String> = []
  private var type: String?
  private var id: String?
  private let bytes: [UInt8]

  /// Whether bytes begin as a JSON object or a list of something does.
  static func looksLikeJSON(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    rest = rest.drop(while: isSpace)
    guard let first = rest.first else { return false }
    let second = rest.dropFirst().first { !isSpace($0) }
    switch (first, second) {
    case (UInt8(ascii: "{"), UInt8(ascii: "\"")?), (UInt8(ascii: "{"), UInt8(ascii: "}")?), (UInt8(ascii: "{"), nil):
      return true
    case (UInt8(ascii: "["), UInt8(ascii: "{")?), (UInt8(ascii: "["), UInt8(ascii: "[")?): return true
    case (UInt8(ascii: "["), UInt8(ascii: "\"")?), (UInt8(ascii: "["), UInt8(ascii: "]")?), (UInt8(ascii: "["), nil):
      return true
    default: return false
    }
  }

  /// Looks through the beginning of a JSON text, as far as it goes.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var isRead = false
    let source = {
      defer { isRead = true }
      return isRead ? [] : bytes
    }
    var stream = JSONStream(source) { path, shape in
      shape == .scalar ? .take : Self.names(in: path).count < 2 ? .enter : .skip
    }
    // The beginning ends in the middle of something, which is no fault here.
    while let part = try? stream.next() {
      switch part {
      case .entered(let path, _): note(path)
      case .value(let path, let fragment):
        note(path)
        guard Self.names(in: path).count == 1, let text = (try? fragment.value())?.string else { continue }
        if path.last == .member("type") { type = type ?? text }
        if path.last == .member("id") { id = id ?? text }
      case .left, .oversized: break
      }
    }
  }

  /// The format, text for JSON that names nothing as a table would; throws for what lists something else.
  func format() throws(IntakeError) -> IntakeFormat {
    if type == "bundle" || outer.contains("objects") || outer.contains("spec_version") { return .stix }
    if type != nil, id?.contains("--") == true { return .stix }
    let mispNames: Set = ["Event", "response", "Attribute", "Object", "Orgc", "threat_level_id"]
    if !outer.isDisjoint(with: mispNames) { return .misp }
    if !outer.isEmpty, outer.allSatisfy({ String(uuid: $0) != nil }), inner.contains("info") {
      throw IntakeError(
        line: 1,
        "this is the manifest of a MISP feed, which only lists events; take in the files <uuid>.json that it names")
    }
    if outer.contains("matching_attributes") || outer.contains("list") && outer.contains("version") {
      throw IntakeError(
        line: 1,
        "this is a MISP warning list, which names what is harmless; put it into the ledger's lists and cap it in a scorecard"
      )
    }
    return JSONTableReader.findsValues(in: bytes) ? .json : .text
  }

  private mutating func note(_ path: [JSONStep]) {
    let names = Self.names(in: path)
    if let name = names.first { outer.insert(name) }
    if names.count == 2 { inner.insert(names[1]) }
  }

  private static func names(in path: [JSONStep]) -> [String] {
    path.compactMap { if case .member(let name) = $0 { name } else { nil } }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
