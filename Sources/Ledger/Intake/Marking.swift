import Events
import Indicators
import Views

/// What a statement says about sharing an indicator and about working with it.
struct Marking: Hashable, Sendable {
  var trafficLight: TrafficLight?
  var permissibleActions: PermissibleActions?

  init(trafficLight: TrafficLight? = nil, permissibleActions: PermissibleActions? = nil) {
    self.trafficLight = trafficLight
    self.permissibleActions = permissibleActions
  }

  /// What an event states.
  init(_ draft: EventDraft) {
    trafficLight = draft.trafficLight
    permissibleActions = draft.facts["pap"]?.text.flatMap { PermissibleActions(parsing: $0) }
  }

  /// The strictest that was stated about an indicator.
  init(_ state: IndicatorState?) {
    trafficLight = state?.statedTrafficLight
    permissibleActions = state?.permissibleActions
  }

  /// The stricter of each.
  func joined(with other: Marking) -> Marking {
    Marking(
      trafficLight: [trafficLight, other.trafficLight].compactMap(\.self).max(),
      permissibleActions: [permissibleActions, other.permissibleActions].compactMap(\.self).max())
  }

  /// What of it is stricter than another.
  func beyond(_ other: Marking) -> Marking {
    Marking(
      trafficLight: trafficLight.flatMap { own in other.trafficLight.map { $0 < own } ?? true ? own : nil },
      permissibleActions: permissibleActions.flatMap { own in
        other.permissibleActions.map { $0 < own } ?? true ? own : nil
      })
  }

  var isEmpty: Bool { trafficLight == nil && permissibleActions == nil }
}
