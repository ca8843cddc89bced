/// Texts to look for inside others, by rolling hash (Rabin–Karp): the time depends on how many different lengths there
/// are, not on how many texts.
struct SubstringTable: Sendable {
  private var byLength: [Int: [UInt64: [[UInt8]]]] = [:]
  /// The lengths that occur, from the shortest.
  private var lengths: [Int] = []

  /// Whether there are none.
  var isEmpty: Bool { lengths.isEmpty }

  private static let base: UInt64 = 0x100_0000_01b3

  mutating func insert(_ text: String) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { return }
    if byLength[bytes.count] == nil { lengths = (lengths + [bytes.count]).sorted() }
    byLength[bytes.count, default: [:]][Self.hash(bytes[...]), default: []].append(bytes)
  }

  /// Whether any of the texts occurs in this one.
  func hasMatch(in text: String) -> Bool {
    guard !lengths.isEmpty else { return false }
    let bytes = Array(text.utf8)
    return lengths.contains { length in
      length <= bytes.count && hasMatch(in: bytes, length: length, byLength[length, default: [:]])
    }
  }

  private func hasMatch(in bytes: [UInt8], length: Int, _ texts: [UInt64: [[UInt8]]]) -> Bool {
    var leading: UInt64 = 1
    for _ in 1..<length { leading = leading &* Self.base }
    var hash = Self.hash(bytes[..<length])
    for start in 0...bytes.count - length {
      if start > 0 {
        hash = (hash &- UInt64(bytes[start - 1]) &* leading) &* Self.base &+ UInt64(bytes[start + length - 1])
      }
      let window = bytes[start..<start + length]
      if let found = texts[hash], found.contains(where: { window.elementsEqual($0) }) { return true }
    }
    return false
  }

  private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 &* base &+ UInt64($1) }
  }
}
