/// Addresses whose octets are padded with zeros to three digits: `198.051.100.007`, as DShield and eMule write them.
///
/// Octal to some programs and decimal to others, they are refused unless the user says that they are decimal.
public enum PaddedOctets {
  /// Why such an address is refused.
  static let refusal =
    "octets are padded with zeros, octal to some programs and decimal to others; --octets decimal reads them"

  /// Whether a text begins with such an address; one octet with a zero alone is a slip and no notation.
  static func begins(_ text: some Collection<UInt8>) -> Bool {
    let octets = text.prefix { isDigit($0) || $0 == UInt8(ascii: ".") }.split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return octets.count == 4 && octets.allSatisfy { $0.count == 3 }
      && octets.contains { $0.first == UInt8(ascii: "0") }
  }

  /// The same input with the zeros left out of every address in it.
  public static func decimal(_ source: @escaping ByteSource) -> ByteSource {
    var carry: [UInt8] = []
    return {
      while true {
        let piece = try source()
        let bytes = carry + piece
        carry = []
        if bytes.isEmpty { return [] }
        var end = bytes.count
        if !piece.isEmpty {
          // A word may go on in the next piece; one longer than any name is none.
          while end > 0, isPart(bytes[end - 1]), bytes.count - end < 512 { end -= 1 }
          if bytes.count - end >= 512 { end = bytes.count }
        }
        carry = Array(bytes[end...])
        if end > 0 { return withoutZeros(bytes[..<end]) }
        if piece.isEmpty { return [] }
      }
    }
  }

  private static func withoutZeros(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      guard isPart(bytes[index]) else {
        text.append(bytes[index])
        index += 1
        continue
      }
      let word = bytes[index...].prefix(while: isPart)
      let parts = word.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      // A range is two addresses; any other word with a hyphen is a name.
      let isOfAddresses = parts.allSatisfy { $0.isEmpty || isAddress($0) }
      for (place, part) in parts.enumerated() {
        if place > 0 { text.append(UInt8(ascii: "-")) }
        text += isOfAddresses && isAddress(part) ? stripped(part) : Array(part)
      }
      index = word.endIndex
    }
    return text
  }

  private static func stripped(_ address: ArraySlice<UInt8>) -> [UInt8] {
    let octets = address.split(separator: UInt8(ascii: ".")).map { octet -> ArraySlice<UInt8> in
      let digits = octet.drop { $0 == UInt8(ascii: "0") }
      return digits.isEmpty ? octet.suffix(1) : digits
    }
    return Array(octets.joined(separator: [UInt8(ascii: ".")]))
  }

  private static func isAddress(_ word: ArraySlice<UInt8>) -> Bool {
    let octets = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return octets.count == 4 && octets.allSatisfy { (1...3).contains($0.count) && $0.allSatisfy(isDigit) }
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x7A).contains(byte | 0x20) || ".-_".utf8.contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
