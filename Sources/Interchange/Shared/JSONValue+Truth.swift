import JSON
import Time

extension JSONValue {
  /// A truth value, which some write as `"1"`, `1` or `"true"`.
  var truth: Bool? {
    bool ?? integer.map { $0 != 0 } ?? string.flatMap { ["true": true, "false": false][$0.lowercased()] }
  }

  /// A time, written out or as seconds since 1970.
  ///
  /// MISP writes 0 for none.
  var time: Timestamp? {
    switch self {
    case .string(let text): Timestamp(parsingOrCounting: text)
    case .integer(let seconds): seconds > 0 ? Timestamp(seconds: seconds) : nil
    default: nil
    }
  }
}
