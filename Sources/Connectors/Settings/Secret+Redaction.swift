import Events

extension Secret {
  /// Shorter texts are not looked for in what vendors say: they would match by chance.
  private static let shortestLookedFor = 6

  /// A text with `•••` wherever it held the key.
  public func redacted(from text: String) -> String {
    String(decoding: redacted(from: Array(text.utf8)), as: UTF8.self)
  }

  /// A response with `•••` wherever its headers or its body held the key.
  func redacted(from response: HTTPResponse) -> HTTPResponse {
    HTTPResponse(
      status: response.status, headers: response.headers.map { HTTPHeader($0.name, redacted(from: $0.value)) },
      body: redacted(from: response.body))
  }

  /// Bytes with `•••` wherever they held the key, because some vendors repeat it in their errors: as it is, in upper or
  /// lower case, escaped as JSON, URLs or HTML have it, and in Base64, as in `Authorization: Basic`.
  public func redacted(from bytes: [UInt8]) -> [UInt8] {
    let key = Array(revealed().utf8)
    guard key.count >= Self.shortestLookedFor, bytes.count >= key.count else { return bytes }
    let places = bytes.withUnsafeBufferPointer { bytes in
      EscapedText(bytes).places(of: key) + Self.patterns(inBase64Of: key).flatMap { bytes.places(ofBase64: $0) }
    }
    return bytes.replacing(places)
  }

  /// What a key gives in Base64 whatever stands before and behind it: one text for each of the three places at which it
  /// can begin in a group of three bytes.
  private static func patterns(inBase64Of key: [UInt8]) -> [[UInt8]] {
    (0..<3).map { offset in
      let encoded = Array(Base64.encode([UInt8](repeating: 0, count: offset) + key).utf8)
      // Characters that hold bits of a neighbour can be any.
      let first = (offset * 8 + 5) / 6
      return Array(encoded[first..<(offset + key.count) * 8 / 6])
    }
  }
}

/// A text in which characters may be escaped: `\u0041`, `\/`, `%41`, `&#65;`, `&#x41;`, and each of these once more.
private struct EscapedText {
  private let bytes: UnsafeBufferPointer<UInt8>

  /// How often a text may be escaped.
  private static let levels = 0...2

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Where a key stands, however it is escaped and in whichever case.
  func places(of key: [UInt8]) -> [Range<Int>] {
    let key = key.map(\.inLowerCase)
    var places: [Range<Int>] = []
    var index = 0
    while index + key.count <= bytes.count {
      let byte = bytes[index]
      let canBegin = byte.inLowerCase == key[0] || byte == 0x25 || byte == 0x26 || byte == 0x5C
      guard canBegin, let end = Self.levels.lazy.compactMap({ end(of: key, at: index, level: $0) }).first else {
        index += 1
        continue
      }
      places.append(index..<end)
      index = end
    }
    return places
  }

  private func end(of key: [UInt8], at start: Int, level: Int) -> Int? {
    var index = start
    for wanted in key {
      guard let (byte, next) = character(at: index, level), byte.inLowerCase == wanted else { return nil }
      index = next
    }
    return index
  }

  /// The character at a place, and the place behind it; nil at the end.
  private func character(at index: Int, _ level: Int) -> (byte: UInt8, next: Int)? {
    guard level > 0 else { return index < bytes.count ? (bytes[index], index + 1) : nil }
    guard let (first, next) = character(at: index, level - 1) else { return nil }
    switch first {
    case UInt8(ascii: "%"):
      return number(at: next, digits: 2, level) ?? (first, next)
    case UInt8(ascii: "\\"):
      guard let (kind, behind) = character(at: next, level - 1) else { return (first, next) }
      switch kind {
      case UInt8(ascii: "u"): return number(at: behind, digits: 4, level) ?? (first, next)
      case UInt8(ascii: "x"): return number(at: behind, digits: 2, level) ?? (first, next)
      case 0x22, 0x27, 0x2F, 0x5C: return (kind, behind)
      default: return (first, next)
      }
    case UInt8(ascii: "&"):
      return reference(at: next, level) ?? (first, next)
    default:
      return (first, next)
    }
  }

  /// A number of so many hexadecimal digits, where it is one of ASCII's.
  private func number(at start: Int, digits: Int, _ level: Int) -> (byte: UInt8, next: Int)? {
    var (value, index) = (0, start)
    for _ in 0..<digits {
      guard let (digit, next) = character(at: index, level - 1), let number = digit.hexadecimalValue else { return nil }
      (value, index) = (value * 16 + number, next)
    }
    return value < 0x80 ? (UInt8(value), index) : nil
  }

  /// `#65;` or `#x41;`.
  private func reference(at start: Int, _ level: Int) -> (byte: UInt8, next: Int)? {
    guard let (sign, first) = character(at: start, level - 1), sign == UInt8(ascii: "#") else { return nil }
    var (value, index, radix) = (0, first, 10)
    if let (kind, next) = character(at: index, level - 1), kind.inLowerCase == UInt8(ascii: "x") {
      (index, radix) = (next, 16)
    }
    let start = index
    while let (digit, next) = character(at: index, level - 1) {
      if digit == UInt8(ascii: ";") { return index > start && value < 0x80 ? (UInt8(value), next) : nil }
      guard let number = digit.hexadecimalValue, number < radix, value < 0x80 else { return nil }
      (value, index) = (value * radix + number, next)
    }
    return nil
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where Base64 stands that holds a pattern: the whole run of its characters.
  fileprivate func places(ofBase64 pattern: [UInt8]) -> [Range<Int>] {
    var places: [Range<Int>] = []
    var index = 0
    while index + pattern.count <= count {
      guard self[index].asBase64 == pattern[0],
        pattern.indices.allSatisfy({ self[index + $0].asBase64 == pattern[$0] })
      else {
        index += 1
        continue
      }
      var (start, end) = (index, index + pattern.count)
      while start > 0, self[start - 1].isBase64 { start -= 1 }
      while end < count, self[end].isBase64 || self[end] == UInt8(ascii: "=") { end += 1 }
      places.append(start..<end)
      index = end
    }
    return places
  }
}

extension [UInt8] {
  /// The bytes with `•••` at some places, which may lie over each other.
  fileprivate func replacing(_ places: [Range<Int>]) -> [UInt8] {
    guard !places.isEmpty else { return self }
    var output: [UInt8] = []
    var copied = 0
    for place in places.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
      if place.lowerBound >= copied {
        output += self[copied..<place.lowerBound]
        output += Array("•••".utf8)
      }
      copied = Swift.max(copied, place.upperBound)
    }
    return output + self[copied...]
  }
}

extension UInt8 {
  fileprivate var inLowerCase: UInt8 { (0x41...0x5A).contains(self) ? self + 0x20 : self }

  fileprivate var hexadecimalValue: Int? {
    switch inLowerCase {
    case 0x30...0x39: Int(self) - 0x30
    case 0x61...0x66: Int(inLowerCase) - 0x61 + 10
    default: nil
    }
  }

  fileprivate var isBase64: Bool {
    isASCIILetterOrDigit || [0x2B, 0x2D, 0x2F, 0x5F].contains(self)
  }

  /// The character of the plain alphabet for that of URLs.
  fileprivate var asBase64: UInt8 {
    switch self {
    case UInt8(ascii: "-"): UInt8(ascii: "+")
    case UInt8(ascii: "_"): UInt8(ascii: "/")
    default: self
    }
  }
}
