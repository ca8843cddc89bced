/// Reads a length of time as a scorecard writes it: a positive number and a unit out of `m`, `h`, `d` and `w`.
///
/// Nil for anything else and for more than 1,000 years. In milliseconds.
func milliseconds(ofDuration text: String) -> Double? {
  let units: [Character: Double] = ["m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000]
  guard let last = text.last, let unit = units[last] else { return nil }
  let digits = text.dropLast()
  guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }),
    let number = Double(digits), number > 0
  else { return nil }
  let length = number * unit
  return length <= 365_250 * 86_400_000 ? length : nil
}
