/// The spellings of a URL's scheme that no program follows: `hxxp`, `h00p`, `h**ps`, `meow`, `fxp`.
package enum DefangedScheme {
  /// The scheme that letters in lower case stand for, also where they are live; nil for schemes that nobody disguises.
  package static func live(_ scheme: some Collection<UInt8>) -> String? {
    var letters = Array(scheme)
    let isSecure = letters.count > 2 && letters.last == UInt8(ascii: "s")
    if isSecure { letters.removeLast() }
    guard let name = plain(letters) else { return nil }
    return isSecure ? name + "s" : name
  }

  private static func plain(_ letters: [UInt8]) -> String? {
    let middle = letters.dropFirst().dropLast()
    guard letters.last == UInt8(ascii: "p"), middle.allSatisfy(isDisguise) else {
      return letters.elementsEqual("meow".utf8) ? "http" : nil
    }
    switch (letters.first, letters.count) {
    case (UInt8(ascii: "h"), 3), (UInt8(ascii: "h"), 4): return "http"
    case (UInt8(ascii: "f"), 3): return "ftp"
    default: return nil
    }
  }

  /// What stands for a letter that was taken out, or is one that was left.
  private static func isDisguise(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "t"), UInt8(ascii: "x"), UInt8(ascii: "0"), UInt8(ascii: "*"), UInt8(ascii: "_"),
      UInt8(ascii: "-"), UInt8(ascii: "#"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}
