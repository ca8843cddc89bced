/// Undoes defanging in a text that holds one value.
///
/// Up to the end of the host every form of ``DefangForm`` is undone. Behind it brackets may belong to the URL: they are
/// undone only where scheme or host was defanged, since a live URL was not written by a tool that defangs, and then only
/// the square ones, which a URL cannot hold there (RFC 3986 §3.3), and those that the host was written with.
struct Refanging {
  private enum Part { case start, host, path }

  private var part = Part.start
  private var output: [UInt8] = []
  private var marks: [UInt8] = [UInt8(ascii: "[")]
  /// Whether scheme or host hold a form; the escapes of JSON (`http:\/\/`) are none.
  private var isDefanged = false
  private var openHalves = 0
  /// Whether slashes are written as backslashes: `hxxp:\\evil.example\path`.
  private var hasBackslashes = false

  /// The text without defanging; nil where forms hide in forms deeper than anyone writes them.
  static func refang(_ bytes: [UInt8]) -> [UInt8]? {
    if isLive(bytes) { return bytes }
    var current = bytes
    for _ in 0..<4 {
      var refanging = Refanging()
      refanging.run(current)
      if refanging.output == current { return current }
      current = refanging.output
    }
    return nil
  }

  /// Whether nothing in the text could be defanged: no bracket, backslash or blank, and no `hxxp`.
  private static func isLive(_ bytes: [UInt8]) -> Bool {
    let mayBe = bytes.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "]"), UInt8(ascii: "\\"): false
      default: !byte.isBlank
      }
    }
    return mayBe && liveScheme(of: bytes) == nil
  }

  private mutating func run(_ input: [UInt8]) {
    output.reserveCapacity(input.count)
    let bytes = input.span
    var position = 0
    while position < bytes.count {
      if let end = spacedForm(bytes, position) {
        position = end
      } else if let form = form(bytes, position) {
        apply(form)
        position += form.length
      } else if openHalves > 0, bytes[position] == UInt8(ascii: "]") {
        openHalves -= 1
        position += 1
      } else {
        copy(bytes[position])
        position += 1
      }
    }
    if let (end, scheme) = Self.liveScheme(of: output) { output.replaceSubrange(..<end, with: scheme.utf8) }
  }

  /// A form that counts here.
  private func form(_ bytes: Span<UInt8>, _ position: Int) -> DefangForm? {
    guard let form = DefangForm.match(bytes, at: position) else { return nil }
    guard part == .path else { return form }
    guard marks.contains(form.mark), !form.isHalfOpen, isDefanged || form.isEscapedSlash else { return nil }
    // `?filter[at]=5` is a query.
    return form.mark == UInt8(ascii: "[") && form.length == 4 && form.meaning == .at ? nil : form
  }

  /// Takes a dot or at sign with spaces on both sides, which must stand before the path; the index behind it.
  private mutating func spacedForm(_ bytes: Span<UInt8>, _ position: Int) -> Int? {
    guard part != .path, bytes[position].isBlank, !output.isEmpty else { return nil }
    var next = position
    while next < bytes.count, bytes[next].isBlank { next += 1 }
    guard next < bytes.count else { return nil }
    var meaning = DefangForm.Meaning.dot
    var end = next + 1
    if let form = DefangForm.match(bytes, at: next) {
      guard form.meaning == .dot || form.meaning == .at, !form.isHalfOpen else { return nil }
      meaning = form.meaning
      end = next + form.length
      mark(form)
    } else if bytes[next] != UInt8(ascii: ".") {
      return nil
    }
    guard end < bytes.count, bytes[end].isBlank else { return nil }
    while end < bytes.count, bytes[end].isBlank { end += 1 }
    output.append(meaning == .dot ? UInt8(ascii: ".") : UInt8(ascii: "@"))
    isDefanged = true
    return end
  }

  private mutating func mark(_ form: DefangForm) {
    guard part != .path else { return }
    if !marks.contains(form.mark) { marks.append(form.mark) }
    if !form.isEscapedSlash { isDefanged = true }
  }

  private mutating func apply(_ form: DefangForm) {
    mark(form)
    switch form.meaning {
    case .dot: output.append(UInt8(ascii: "."))
    case .colon: output.append(UInt8(ascii: ":"))
    case .at: output.append(UInt8(ascii: "@"))
    case .slash: copy(UInt8(ascii: "/"))
    case .separator:
      output.append(contentsOf: "://".utf8)
      if part == .start { part = .host }
    }
    if form.isHalfOpen { openHalves += 1 }
  }

  /// Appends a byte as it is and notices where the host starts and ends.
  private mutating func copy(_ byte: UInt8) {
    var byte = byte
    if byte == UInt8(ascii: "\\") {
      if part == .start, output.last == UInt8(ascii: ":") { hasBackslashes = true }
      if hasBackslashes { byte = UInt8(ascii: "/") }
    }
    output.append(byte)
    switch byte {
    case UInt8(ascii: "/"):
      if part == .start, output.hasSuffix("://") {
        part = .host
        if Self.liveScheme(of: output) != nil { isDefanged = true }
      } else if part == .host || !output.hasSuffix(":/") {
        part = .path
      }
    case UInt8(ascii: "\\"):
      if part == .host { part = .path }
    case UInt8(ascii: "?"), UInt8(ascii: "#"): part = .path
    default: break
    }
  }

  /// Where a disguised scheme ends and what it stands for: `hxxps`, `hxxp[s]`, `h[tt]p`, `h**p`; nil for a live one.
  private static func liveScheme(of bytes: [UInt8]) -> (end: Int, scheme: String)? {
    guard let first = bytes.first, first.isLetter || first == UInt8(ascii: "["),
      let end = bytes.prefix(16).firstIndex(of: UInt8(ascii: ":")), bytes[end...].dropFirst().first == UInt8(ascii: "/")
    else { return nil }
    var letters: [UInt8] = []
    for byte in bytes[..<end] where !"[](){}".utf8.contains(byte) { letters.append(byte.lowercased) }
    guard let live = DefangedScheme.live(letters) else { return nil }
    // Capital letters alone disguise nothing.
    return bytes[..<end].lazy.map(\.lowercased).elementsEqual(live.utf8) ? nil : (end, live)
  }
}

extension DefangForm {
  /// Whether this is the slash of a text escaped for JSON, which defangs nothing.
  fileprivate var isEscapedSlash: Bool { mark == UInt8(ascii: "\\") && meaning == .slash }
}

extension [UInt8] {
  /// Whether the last bytes are those of a text.
  fileprivate func hasSuffix(_ text: StaticString) -> Bool {
    guard count >= text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { self[(count - $0.count)...].elementsEqual($0) }
  }
}
