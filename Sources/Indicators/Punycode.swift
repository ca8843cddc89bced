/// The encoding of international labels in ASCII (RFC 3492), without the `xn--` in front.
///
/// Every step that could overflow is checked: hostile labels are answered with nil.
enum Punycode {
  // The parameters of RFC 3492 §5.
  private static let base = 36
  private static let leastThreshold = 1
  private static let greatestThreshold = 26
  private static let skew = 38
  private static let damp = 700
  private static let initialBias = 72
  private static let initialScalar = 128

  /// Encodes a label; nil where the result would be longer than a label may be.
  static func encode(_ label: some Collection<Unicode.Scalar>) -> String? {
    // A scalar needs at least one digit, so a longer label cannot fit; this also bounds the work.
    guard label.count <= HostName.maximumLabelLength else { return nil }
    let scalars = label.map { Int($0.value) }
    var output = scalars.filter { $0 < initialScalar }.map { UInt8($0) }
    let basicCount = output.count
    var handled = basicCount
    if basicCount > 0 { output.append(UInt8(ascii: "-")) }
    var scalar = initialScalar
    var delta = 0
    var bias = initialBias
    while handled < scalars.count {
      guard let next = scalars.lazy.filter({ $0 >= scalar }).min() else { return nil }
      // At most 64 scalars and steps below 0x110000: far from overflowing.
      delta += (next - scalar) * (handled + 1)
      scalar = next
      for other in scalars {
        if other < scalar { delta += 1 }
        guard other == scalar else { continue }
        var quotient = delta
        for position in 1... {
          let threshold = threshold(at: position, bias)
          if quotient < threshold { break }
          output.append(digit(threshold + (quotient - threshold) % (base - threshold)))
          quotient = (quotient - threshold) / (base - threshold)
        }
        output.append(digit(quotient))
        bias = adapt(delta, handled + 1, isFirst: handled == basicCount)
        delta = 0
        handled += 1
      }
      delta += 1
      scalar += 1
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Decodes a label; nil where it is no Punycode.
  static func decode(_ label: some StringProtocol) -> [Unicode.Scalar]? {
    let bytes = Array(label.utf8.prefix(HostName.maximumLabelLength + 1))
    guard bytes.count <= HostName.maximumLabelLength else { return nil }
    var output: [Unicode.Scalar] = []
    var position = 0
    if let hyphen = bytes.lastIndex(of: UInt8(ascii: "-")), hyphen > 0 {
      guard bytes[..<hyphen].allSatisfy({ $0 < 0x80 }) else { return nil }
      output = bytes[..<hyphen].map { Unicode.Scalar($0) }
      position = hyphen + 1
    }
    var scalar = initialScalar
    var index = 0
    var bias = initialBias
    while position < bytes.count {
      let before = index
      var weight = 1
      for step in 1... {
        guard position < bytes.count, let digit = value(of: bytes[position]) else { return nil }
        position += 1
        let (product, overflows) = digit.multipliedReportingOverflow(by: weight)
        guard !overflows, product <= Int(Int32.max) - index else { return nil }
        index += product
        let threshold = threshold(at: step, bias)
        if digit < threshold { break }
        weight *= base - threshold
        guard weight <= Int(Int32.max) else { return nil }
      }
      bias = adapt(index - before, output.count + 1, isFirst: before == 0)
      scalar += index / (output.count + 1)
      index %= output.count + 1
      guard scalar <= 0x10FFFF, let decoded = Unicode.Scalar(UInt32(scalar)) else { return nil }
      output.insert(decoded, at: index)
      index += 1
    }
    return output
  }

  private static func threshold(at position: Int, _ bias: Int) -> Int {
    min(max(position * base - bias, leastThreshold), greatestThreshold)
  }

  private static func adapt(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / damp : delta / 2
    delta += delta / count
    var result = 0
    while delta > (base - leastThreshold) * greatestThreshold / 2 {
      delta /= base - leastThreshold
      result += base
    }
    return result + (base - leastThreshold + 1) * delta / (delta + skew)
  }

  private static func digit(_ value: Int) -> UInt8 {
    value < 26 ? UInt8(ascii: "a") + UInt8(value) : UInt8(ascii: "0") + UInt8(value - 26)
  }

  private static func value(of byte: UInt8) -> Int? {
    switch byte.lowercased {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte.lowercased - UInt8(ascii: "a"))
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0")) + 26
    default: nil
    }
  }
}
