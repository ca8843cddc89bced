/// A marking of the Traffic Light Protocol 2.0 (FIRST), ordered from freely shared to most restricted.
public enum TrafficLight: Int, CaseIterable, Sendable, Comparable, Hashable {
  // Frozen: the numbers are in the log.
  case clear = 0
  case green = 1
  case amber = 2
  case amberStrict = 3
  case red = 4

  /// The name in the JSON contract and in configuration: `clear`, `green`, `amber`, `amber+strict`, `red`.
  public var name: String {
    switch self {
    case .clear: "clear"
    case .green: "green"
    case .amber: "amber"
    case .amberStrict: "amber+strict"
    case .red: "red"
    }
  }

  /// Reads a marking however it is written: `red`, `TLP:RED`, `tlp:amber+strict`, `TLP Amber Strict`, and the
  /// `white` of TLP 1.0.
  public init?(parsing text: some StringProtocol) {
    var name = text.lowercased().filter { $0 != " " && $0 != "\"" }
    if name.hasPrefix("tlp") {
      name.removeFirst(3)
      if let divider = name.first, ":-_=".contains(divider) { name.removeFirst() }
    }
    switch name {
    case "clear", "white": self = .clear
    case "green": self = .green
    case "amber": self = .amber
    case "amber+strict", "amber-strict", "amber_strict", "amberstrict": self = .amberStrict
    case "red": self = .red
    default: return nil
    }
  }

  /// Whether the left marking may be shared more widely than the right one.
  public static func < (left: TrafficLight, right: TrafficLight) -> Bool { left.rawValue < right.rawValue }
}
