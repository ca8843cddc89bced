/// Finds the end of one value without reading it: counts brackets outside strings.
///
/// Whether the brackets match is left to whoever reads the value. So any depth passes in the memory of a few words.
struct JSONValueScanner {
  private enum State {
    case start, bare, string, escape, between
  }

  private var state = State.start
  private var depth = 0

  /// Looks at more bytes; gives the index after the value's last byte, or nil where it goes on.
  mutating func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      switch state {
      case .string:
        if byte == UInt8(ascii: "\"") {
          state = .between
          if depth == 0 { return index + 1 }
        } else if byte == UInt8(ascii: "\\") {
          state = .escape
        }
      case .escape:
        state = .string
      case .start, .between:
        switch byte {
        case UInt8(ascii: "\""): state = .string
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          state = .between
          depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          depth -= 1
          if depth <= 0 { return index + 1 }
        default:
          if depth == 0 { state = .bare }
        }
      case .bare:
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x09, 0x0A, 0x0D: return index
        default: break
        }
      }
      index += 1
    }
    return nil
  }

  /// Whether the value may end where the text ends: a number or a word, which nothing else closes.
  var mayEndHere: Bool { state == .bare }
}
