/// Percent-encoding in its canonical form (RFC 3986 §2).
enum PercentEncoding {
  /// Characters besides the unreserved that stand for themselves behind the host.
  ///
  /// Brackets are none (RFC 3986 §3.3):
  /// they are encoded, so that no canonical URL can look defanged.
  static let pathAndQuery: StaticString = "!$&'()*+,;=:@/?#%"
  /// Characters besides the unreserved that stand for themselves before the host.
  ///
  /// Without parentheses, so that `a(at)b@` cannot look defanged.
  static let userInformation: StaticString = "!$&'*+,;=:%"

  /// Encodes what must be, decodes the unreserved characters, writes hexadecimal digits in upper case.
  ///
  /// An encoded dot of a dot segment (`/%2e%2e/`) stays encoded. Where a `%` starts no encoding, nothing is decoded:
  /// what it would mean is not known.
  static func normalised(_ bytes: ArraySlice<UInt8>, keeping reserved: StaticString) -> [UInt8] {
    let mayDecode = isWellFormed(bytes)
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == UInt8(ascii: "%"), let value = encodedByte(bytes, index) {
        if mayDecode, isUnreserved(value), value != UInt8(ascii: ".") || !isInDotSegment(bytes, index) {
          output.append(value)
        } else {
          append(value, to: &output)
        }
        index += 3
      } else {
        if isUnreserved(byte) || reserved.contains(byte) { output.append(byte) } else { append(byte, to: &output) }
        index += 1
      }
    }
    return output
  }

  /// The bytes that well-formed encodings stand for.
  static func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == UInt8(ascii: "%"), let value = encodedByte(bytes, index) {
        output.append(value)
        index += 3
      } else {
        output.append(bytes[index])
        index += 1
      }
    }
    return output
  }

  private static func isWellFormed(_ bytes: ArraySlice<UInt8>) -> Bool {
    for index in bytes.indices where bytes[index] == UInt8(ascii: "%") && encodedByte(bytes, index) == nil {
      return false
    }
    return true
  }

  private static func encodedByte(_ bytes: ArraySlice<UInt8>, _ index: Int) -> UInt8? {
    guard index + 2 < bytes.endIndex, let high = bytes[index + 1].hexDigit, let low = bytes[index + 2].hexDigit else {
      return nil
    }
    return high << 4 | low
  }

  /// Whether the path segment around an index consists of at most two dots, encoded or not.
  private static func isInDotSegment(_ bytes: ArraySlice<UInt8>, _ index: Int) -> Bool {
    func endsSegment(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }
    // Six bytes each way hold the longest dot segment and its end.
    let before = bytes[max(bytes.startIndex, index - 6)..<index]
    let start = before.lastIndex(where: endsSegment).map { $0 + 1 } ?? before.startIndex
    let after = bytes[index..<min(bytes.endIndex, index + 7)]
    let end = after.firstIndex(where: endsSegment) ?? after.endIndex
    let segment = decoded(bytes[start..<end])
    return segment.count <= 2 && segment.allSatisfy { $0 == UInt8(ascii: ".") }
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    byte.isAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "~")
  }

  private static func append(_ byte: UInt8, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "%"))
    output.append(hexDigits[Int(byte >> 4)])
    output.append(hexDigits[Int(byte & 15)])
  }

  private static let hexDigits = Array("0123456789ABCDEF".utf8)
}

extension StaticString {
  fileprivate func contains(_ byte: UInt8) -> Bool { withUTF8Buffer { $0.contains(byte) } }
}
