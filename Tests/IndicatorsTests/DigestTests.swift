import Indicators
import Testing

@Suite struct DigestTests {
  @Test("a hash written octet by octet is that hash, where a hash is expected", arguments: [" ", ":", "-"])
  func octets(separator: String) throws {
    for (kind, count) in [(IndicatorKind.md5, 16), (.sha1, 20), (.sha256, 32), (.sha512, 64)] {
      let pairs = (0..<count).map { String(0xA0 + $0 % 16, radix: 16).uppercased() }
      let expected = Indicator(kind, canonical: pairs.joined().lowercased())
      let text = pairs.joined(separator: separator)
      #expect(try Indicator(parsing: text, as: kind) == expected)
      #expect(try Indicator(parsing: "\(kind.rawValue): \(text)") == expected)
      #expect(throws: IndicatorError.self) { try Indicator(parsing: text) }
      #expect(throws: IndicatorError.self) { try Indicator(parsing: text, as: kind == .md5 ? .sha1 : .md5) }
      #expect(throws: IndicatorError.self) { try Indicator(parsing: String(text.dropLast(3)), as: kind) }
      #expect(throws: IndicatorError.self) { try Indicator(parsing: text.replacingOccurrence("A3", "A34"), as: kind) }
    }
  }
}

extension String {
  fileprivate func replacingOccurrence(_ text: String, _ other: String) -> String {
    guard let range = firstRange(of: text) else { return self }
    return replacingCharacters(range, other)
  }

  private func replacingCharacters(_ range: Range<String.Index>, _ other: String) -> String {
    self[..<range.lowerBound] + other + self[range.upperBound...]
  }
}
