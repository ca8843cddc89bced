/// A marking of the Permissible Actions Protocol (MISP's `PAP` taxonomy), ordered from free to most restricted.
///
/// It says what one may do with an indicator, where the Traffic Light Protocol says with whom one may share it: under
/// `green` only what does not touch the adversary's systems, under `amber` only passive checks that the adversary cannot
/// see, under `red` nothing that leaves the house.
public enum PermissibleActions: Int, CaseIterable, Sendable, Comparable, Hashable {
  // Frozen: the numbers are in views.
  case clear = 0
  case green = 1
  case amber = 2
  case red = 3

  /// The name in the JSON contract and in events: `clear`, `green`, `amber`, `red`.
  public var name: String {
    switch self {
    case .clear: "clear"
    case .green: "green"
    case .amber: "amber"
    case .red: "red"
    }
  }

  /// Reads a marking however it is written: `red`, `PAP:RED`, `pap:amber`, and the `white` of older tags.
  public init?(parsing text: some StringProtocol) {
    var name = text.lowercased().filter { $0 != " " && $0 != "\"" }
    if name.hasPrefix("pap") {
      name.removeFirst(3)
      if let divider = name.first, ":-_=".contains(divider) { name.removeFirst() }
    }
    switch name {
    case "clear", "white": self = .clear
    case "green": self = .green
    case "amber": self = .amber
    case "red": self = .red
    default: return nil
    }
  }

  /// Whether the left marking leaves more freedom than the right one.
  public static func < (left: PermissibleActions, right: PermissibleActions) -> Bool { left.rawValue < right.rawValue }
}
