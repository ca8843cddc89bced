/// The keys that the simulated vendors accept, all invented, in the vendors' own lengths.
public struct APIKeys: Hashable, Sendable {
  /// What a key buys.
  public enum Plan: Hashable, Sendable {
    /// Everything that is played.
    case full
    /// The vendor's free plan: less is shown, some is forbidden.
    case free
  }

  private var plans: [Vendor: [String: Plan]]

  /// One key of each plan for each vendor that asks for keys.
  public init() {
    plans = [:]
    for vendor in Vendor.allCases where vendor != .internetdb {
      plans[vendor] = [Self.standard(vendor, .full): .full, Self.standard(vendor, .free): .free]
    }
  }

  /// The key of a plan that is valid unless others are set.
  public static func standard(_ vendor: Vendor, _ plan: Plan) -> String {
    let length =
      switch vendor {
      case .shodan: 32
      case .abuseipdb: 80
      default: 64
      }
    return Derivation("\(vendor.rawValue) \(plan == .full ? "full" : "free")").hexadecimal("key", digits: length)
  }

  /// Makes a key the only one of its plan.
  public mutating func set(_ key: String, for vendor: Vendor, plan: Plan) {
    plans[vendor] = (plans[vendor] ?? [:]).filter { $0.value != plan }
    plans[vendor]?[key] = plan
  }

  /// What a key buys, or nil where the vendor does not know it.
  func plan(of key: String, at vendor: Vendor) -> Plan? {
    plans[vendor]?[key]
  }

  /// Every key that any vendor accepts.
  var all: [String] { plans.values.flatMap(\.keys).sorted() }

  /// A key of that plan.
  public func key(for vendor: Vendor, plan: Plan) -> String? {
    plans[vendor]?.filter { $0.value == plan }.keys.min()
  }
}
