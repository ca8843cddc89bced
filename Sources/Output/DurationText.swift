/// A length of time for people.
public enum DurationText {
  /// A length in milliseconds in its two largest units: `350 ms`, `1.2 s`, `2 min 5 s`, `3 h 4 min`, `2 d 3 h`.
  public static func text(milliseconds: Int64) -> String {
    let sign = milliseconds < 0 ? "-" : ""
    let length = milliseconds.magnitude
    if length < 1000 { return "\(sign)\(length) ms" }
    if length < 10_000 {
      let tenths = length / 100
      return "\(sign)\(tenths / 10)" + (tenths % 10 == 0 ? "" : ".\(tenths % 10)") + " s"
    }
    let seconds = length / 1000
    let units: [(name: String, seconds: UInt64)] = [("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)]
    let first = units.firstIndex { seconds >= $0.seconds } ?? units.count - 1
    var rest = seconds
    let parts = units[first...].prefix(2).map { unit in
      let (count, remainder) = rest.quotientAndRemainder(dividingBy: unit.seconds)
      rest = remainder
      return count > 0 ? "\(count) \(unit.name)" : ""
    }
    return sign + parts.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
