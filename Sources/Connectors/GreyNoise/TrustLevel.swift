import JSON

/// How far GreyNoise trusts what it knows as a service of a business: 1 is high, 2 moderate; 3 is a mere label.
///
/// All three are "found", which is why being found alone excuses nothing where a level is stated.
struct TrustLevel {
  private let number: Int64?
  private let words: String?

  /// Reads `"1"`, `1` or `"Level 1"`; neither number nor words where there is none, as in plans with restricted fields.
  init(_ value: JSONValue?) {
    words = value?.words
    let digits = words?.split { !$0.isASCII || !$0.isNumber } ?? []
    number = value?.integer ?? (digits.count == 1 ? Int64(digits[0]) : nil)
  }

  /// Writes that this is a service, the level, and `riot` (GreyNoise's "rule it out") where it is one to be ruled out: of
  /// level 1, or of none at all, as before there were levels.
  func write(isService: Bool?, to signals: inout SignalWriter) {
    signals.set("business_service", isService)
    switch isService {
    case nil: break
    case false?: signals.set("riot", false)
    case true?:
      if number == 1 || (number == nil && words == nil) { signals.set("riot", true) }
      if let number { signals.set("trust_level", number) } else { signals.set("trust_level", words) }
    }
  }
}
