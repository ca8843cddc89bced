/// HTML's character references, which feeds and pages leave in URLs: `?a=1&amp;b=2`, `evil&#46;example`.
enum CharacterReferences {
  /// The text without references that end in a semicolon and stand for an ASCII character; nil where they hide in each
  /// other deeper than anyone writes them.
  ///
  /// References that turn up by that are decoded too: some feeds escape twice. What stands for a tab or a line end
  /// vanishes, as in browsers.
  static func decoded(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.contains(UInt8(ascii: "&")), bytes.contains(UInt8(ascii: ";")) else { return bytes }
    var current = bytes
    for _ in 0..<4 {
      let next = decodedOnce(current)
      if next.count == current.count { return next }
      current = next
    }
    return nil
  }

  /// The character of a reference is looked at again, so that `&amp;amp;amp;` takes one pass.
  private static func decodedOnce(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "&"), let (character, end) = reference(bytes, index) {
        index = end
        guard !(0x09...0x0D).contains(character) else { continue }
        index -= 1
        bytes[index] = character
        if character == UInt8(ascii: "&") { continue }
      }
      output.append(bytes[index])
      index += 1
    }
    return output
  }

  private static func reference(_ bytes: [UInt8], _ start: Int) -> (character: UInt8, end: Int)? {
    guard let end = bytes[start...].prefix(10).firstIndex(of: UInt8(ascii: ";")) else { return nil }
    let name = bytes[(start + 1)..<end]
    if name.first == UInt8(ascii: "#") {
      let isHexadecimal = name.dropFirst().first?.lowercased == UInt8(ascii: "x")
      let digits = name.dropFirst(isHexadecimal ? 2 : 1)
      guard (1...6).contains(digits.count) else { return nil }
      var value = 0
      for byte in digits {
        guard let digit = isHexadecimal ? byte.hexDigit : byte.decimalDigit else { return nil }
        value = value * (isHexadecimal ? 16 : 10) + Int(digit)
      }
      guard let character = UInt8(exactly: value), character > 0, character < 0x80 else { return nil }
      return (character, end + 1)
    }
    return names[String(decoding: name, as: UTF8.self)].map { ($0, end + 1) }
  }

  private static let names: [String: UInt8] = [
    "amp": UInt8(ascii: "&"), "AMP": UInt8(ascii: "&"), "lt": UInt8(ascii: "<"), "gt": UInt8(ascii: ">"),
    "quot": UInt8(ascii: "\""), "apos": UInt8(ascii: "'"), "colon": UInt8(ascii: ":"), "sol": UInt8(ascii: "/"),
    "period": UInt8(ascii: "."), "commat": UInt8(ascii: "@"), "quest": UInt8(ascii: "?"),
    "equals": UInt8(ascii: "="), "num": UInt8(ascii: "#"), "percnt": UInt8(ascii: "%"),
    "lowbar": UInt8(ascii: "_"), "plus": UInt8(ascii: "+"), "Tab": 0x09, "NewLine": 0x0A,
  ]
}
