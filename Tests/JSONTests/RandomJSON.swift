import JSON
import TestSupport

extension JSONValue {
  /// Any value that the parser could give.
  static func random(depth: Int, using random: inout SeededGenerator) -> JSONValue {
    switch Int.random(in: 0...(depth > 0 ? 7 : 5), using: &random) {
    case 0: return .null
    case 1: return .bool(.random(using: &random))
    case 2: return .integer(.random(in: .min ... .max, using: &random))
    case 3: return .number(Double.random(in: -1...1, using: &random))
    case 4, 5: return .string(text(using: &random))
    case 6:
      return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in .random(depth: depth - 1, using: &random) })
    default:
      var object = JSONObject()
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        object.append(text(using: &random), .random(depth: depth - 1, using: &random))
      }
      return .object(object)
    }
  }

  private static func text(using random: inout SeededGenerator) -> String {
    let alphabet: [Unicode.Scalar] = [
      "a", "b", "0", "\"", "\\", "/", "\n", "\u{0}", "\u{7F}", "\u{80}", "\u{2029}", "é", "€", "😀", "{", "]", ",", ":",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...12, using: &random) { text.append(alphabet.randomElement(using: &random) ?? "a") }
    return String(text)
  }
}

/// A source that gives the bytes in pieces of these sizes, then of the last size.
func pieces(_ bytes: [UInt8], of sizes: [Int]) -> () throws -> [UInt8] {
  var position = 0
  var index = 0
  return {
    guard position < bytes.count else { return [] }
    let size = sizes[min(index, sizes.count - 1)]
    index += 1
    defer { position += size }
    return Array(bytes[position..<min(position + size, bytes.count)])
  }
}
