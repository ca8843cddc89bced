import Connectors
import Events
import Indicators

/// Why an indicator is not sent to a vendor.
///
/// The raw values are the `reason` of `lookup.withheld` events. Frozen: reasons may be added, never renamed.
enum WithholdingReason: String, Sendable {
  /// Its marking is stricter than what the connector may receive.
  case trafficLight = "tlp"
  /// It names something inside a network: nobody outside can know of it, and asking would tell about the network.
  case internalName = "internal"

  /// The reason that forbids sending, or nil where it may be sent.
  ///
  /// `marking` is the one that counts: the indicator's own, else the configured default.
  static func forbidding(
    _ settings: ConnectorSettings, marking: TrafficLight, isInternal: @autoclosure () -> Bool
  ) -> WithholdingReason? {
    if !settings.mayReceive(marking) { return .trafficLight }
    return isInternal() ? .internalName : nil
  }

  /// What the event says.
  func facts(_ settings: ConnectorSettings, marking: TrafficLight) -> Facts {
    var facts: Facts = ["reason": .text(rawValue), "connector": .text(settings.name)]
    if self == .trafficLight {
      facts["tlp"] = .text(marking.name)
      facts["max_tlp"] = .text(settings.maximumTLP.name)
    }
    return facts
  }
}
