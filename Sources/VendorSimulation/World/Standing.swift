/// What an indicator is in this world: the one truth that every vendor sees a part of.
public enum Standing: String, CaseIterable, Sendable {
  /// Part of an attack, and widely known as such.
  case malicious
  /// Some saw something.
  case suspicious
  /// Known and harmless.
  case clean
  /// A research scanner: noisy and benign. Addresses only.
  case scanner
  /// A shared service such as a public resolver: to be left alone. Addresses only.
  case service
  /// Nobody has ever seen it.
  case unknown

  /// The standing of an indicator that the story does not name: 25 % bad, 35 % good, 40 % unknown.
  init(derivedFrom draw: Derivation, isAddress: Bool) {
    switch draw.number("standing", in: 0...99) {
    case 0..<19: self = .malicious
    case 19..<25: self = .suspicious
    case 25..<53: self = .clean
    case 53..<57: self = isAddress ? .scanner : .clean
    case 57..<60: self = isAddress ? .service : .clean
    default: self = .unknown
    }
  }

  /// How many engines of VirusTotal call it malicious.
  func detections(_ draw: Derivation) -> Int {
    switch self {
    case .malicious: draw.number("detections", in: 6...48)
    case .suspicious: draw.number("detections", in: 1...4)
    case .clean, .scanner: draw.chance("false positive", percent: 6) ? 1 : 0
    case .service, .unknown: 0
    }
  }
}
