extension BinaryInteger {
  /// The number for people, its thousands apart: `1,234,567`.
  public var grouped: String {
    let digits = Array(String(magnitude))
    var text = self < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  /// The number with a noun: `1 event`, `1,234 events`, and for other plurals `2 replies`.
  public func counted(_ singular: String, _ plural: String? = nil) -> String {
    "\(grouped) \(self == 1 ? singular : plural ?? singular + "s")"
  }

  /// The number of bytes for people, in units of 1,000: `512 B`, `1.5 kB`, `16 MB`.
  public var byteSize: String {
    let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
    var scale: UInt64 = 1
    var unit = 0
    let bytes = UInt64(clamping: magnitude)
    // From 999.95 of a unit on, the next one is shown, so that no size reads as 1000.0.
    while unit + 1 < units.count, bytes >= (scale == 1 ? 1000 : scale * 1000 - scale / 20) {
      scale *= 1000
      unit += 1
    }
    let sign = self < 0 ? "-" : ""
    guard scale > 1 else { return "\(sign)\(bytes) B" }
    let (whole, rest) = bytes.quotientAndRemainder(dividingBy: scale)
    let tenths = whole * 10 + (rest + scale / 20) / (scale / 10)
    let decimal = tenths % 10 == 0 ? "" : ".\(tenths % 10)"
    return "\(sign)\(tenths / 10)\(decimal) \(units[unit])"
  }
}
