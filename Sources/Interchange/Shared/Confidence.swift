import Events

/// How sure a source is, from 0 to 100.
struct Confidence {
  /// A number from 0 to 100.
  let percent: Double

  /// Nil where the number is not from 0 to 100.
  init?(_ percent: Double) {
    guard (0...100).contains(percent) else { return nil }
    self.percent = percent
  }

  /// Reads `85`, `85%`, `0.85`, or a word of the None / Low / Med / High scale in STIX 2.1, appendix A.
  ///
  /// A number written with a decimal point and not above 1 is a share; so `1` is one percent and `1.0` is all.
  init?(parsing text: some StringProtocol) {
    let word = String(text).trimmed.lowercased()
    switch word {
    case "none": self.init(0)
    case "low": self.init(15)
    case "med", "medium", "moderate": self.init(50)
    case "high": self.init(85)
    default:
      let isPercent = word.hasSuffix("%")
      let digits = String(isPercent ? word.dropLast() : word[...]).trimmed
      guard digits.utf8.count <= 20, digits.utf8.allSatisfy(Self.isPartOfNumber), let number = Double(digits) else {
        return nil
      }
      let isShare = !isPercent && number <= 1 && digits.contains(".")
      self.init(isShare ? number * 100 : number)
    }
  }

  /// The value of `feed.confidence`, with at most two decimals.
  var signal: SignalValue? { SignalValue((percent * 100).rounded() / 100) }

  private static func isPartOfNumber(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
