import Connectors
import Events
import Indicators
import Views

/// Why an indicator is not sent to a vendor.
///
/// The raw values are the `reason` of `lookup.withheld` events. Frozen: reasons may be added, never renamed.
enum WithholdingReason: String, Sendable {
  /// Its marking is stricter than what the connector may receive.
  case trafficLight = "tlp"
  /// What it permits to be done does not include asking this connector.
  case permissibleActions = "pap"
  /// It names something inside a network: nobody outside can know of it, and asking would tell about the network.
  case internalName = "internal"

  /// The reason that forbids sending, or nil where it may be sent.
  ///
  static func forbidding(
    _ settings: ConnectorSettings, _ marking: DisclosureMarking, isInternal: @autoclosure () -> Bool
  ) -> WithholdingReason? {
    if !settings.mayReceive(marking.trafficLight) { return .trafficLight }
    if let actions = marking.permissibleActions, !settings.mayActOn(actions) { return .permissibleActions }
    return isInternal() ? .internalName : nil
  }

  /// What the event says.
  func facts(_ settings: ConnectorSettings, _ marking: DisclosureMarking) -> Facts {
    var facts: Facts = ["reason": .text(rawValue), "connector": .text(settings.name)]
    switch self {
    case .trafficLight:
      facts["tlp"] = .text(marking.trafficLight.name)
      facts["max_tlp"] = .text(settings.maximumTLP.name)
    case .permissibleActions:
      facts["pap"] = marking.permissibleActions.map { .text($0.name) }
    case .internalName: break
    }
    return facts
  }
}

extension WithholdingReason {
  /// What a `lookup.withheld` event says, in words; nil for a reason that this program does not know.
  static func words(_ facts: Facts) -> String? {
    switch facts["reason"]?.text.flatMap(WithholdingReason.init) {
    case .trafficLight:
      let (marking, limit) = (facts["tlp"]?.text ?? "?", facts["max_tlp"]?.text ?? "?")
      return "marked \(marking), and the connector may receive at most \(limit)"
    case .permissibleActions:
      let marking = "marked PAP:\((facts["pap"]?.text ?? "?").uppercased())"
      return facts["pap"]?.text == PermissibleActions.red.name
        ? "\(marking), which permits to ask nobody"
        : "\(marking), which permits to ask only those who ask nobody close to the adversary"
    case .internalName: return "it names something inside a network"
    case nil: return nil
    }
  }
}

/// What an indicator's markings say about telling others of it.
struct DisclosureMarking {
  /// With whom it may be shared: its own marking, else the configured default.
  let trafficLight: TrafficLight
  /// What may be done with it; nil where nobody has said.
  let permissibleActions: PermissibleActions?

  init(_ state: IndicatorState, default usual: TrafficLight) {
    trafficLight = state.trafficLight ?? usual
    permissibleActions = state.permissibleActions
  }
}
