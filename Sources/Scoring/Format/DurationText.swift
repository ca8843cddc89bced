/// Reads a length of time as a scorecard writes it: a positive number and a unit out of `m`, `h`, `d` and `w`.
///
/// Nil for anything else and for more than 1,000 years. In milliseconds.
func milliseconds(ofDuration text: String) -> Double? {
  let unit: Double
  switch text.last {
  case "m": unit = 60_000
  case "h": unit = 3_600_000
  case "d": unit = 86_400_000
  case "w": unit = 604_800_000
  default: return nil
  }
  let digits = text.dropLast()
  guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }),
    let number = Double(digits), number > 0
  else { return nil }
  let length = number * unit
  return length <= 365_250 * 86_400_000 ? length : nil
}
