/// What a score means, in one word.
///
/// The codes are what views store, the names are in the JSON contract. Frozen: neither is ever renamed or renumbered.
public enum Verdict: UInt8, CaseIterable, Sendable, Hashable {
  /// Nothing worth acting on is known.
  case unknown = 0
  /// Something speaks for benignity and next to nothing for malice.
  case benign = 1
  /// Worth a look.
  case suspicious = 2
  /// Worth blocking.
  case malicious = 3

  /// The name in the JSON contract.
  public var name: String {
    switch self {
    case .unknown: "unknown"
    case .benign: "benign"
    case .suspicious: "suspicious"
    case .malicious: "malicious"
    }
  }

  /// The verdict of that name.
  public init?(name: String) {
    guard let verdict = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = verdict
  }
}
