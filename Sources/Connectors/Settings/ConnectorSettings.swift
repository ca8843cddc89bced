import Indicators
import Time

/// How one connector is set up, after the configuration file and the environment were taken together.
public struct ConnectorSettings: Sendable {
  /// The connector.
  public let connector: any Connector
  /// Whether it is used, and if not, why.
  public let state: ConnectorState
  /// The key, where there is one.
  public let key: Secret?
  /// Where its API is.
  public let baseURL: BaseURL
  /// The strictest marking of an indicator that may still be sent.
  public let maximumTLP: TrafficLight
  /// How long an answer counts as fresh.
  public let timeToLive: Duration
  /// How often it may be asked.
  public let limits: RequestLimits
  /// Whether the limits of a day and a week are those of the configuration; the usual ones yield to what the vendor says
  /// is left.
  public let statesQuota: Bool

  /// The connector's name.
  public var name: String { connector.name }

  /// Whether it is used.
  public var isOn: Bool { state == .on }

  /// Whether an indicator may be sent as far as its marking is concerned.
  public func mayReceive(_ marking: TrafficLight) -> Bool { marking <= maximumTLP }

  /// Whether an indicator may be sent as far as the actions it permits are concerned: at PAP:RED to nobody, at PAP:AMBER
  /// to those who ask nobody close to the adversary.
  public func mayActOn(_ marking: PermissibleActions) -> Bool {
    marking < (connector.reach == .database ? .red : .amber)
  }

  /// The time since which an answer must have been received to count as fresh at `now`.
  public func freshSince(_ now: Timestamp) -> Timestamp {
    Timestamp(milliseconds: now.milliseconds - timeToLive.components.seconds * 1000)
  }
}

/// Whether a connector is used.
public enum ConnectorState: Hashable, Sendable, CustomStringConvertible {
  /// It is.
  case on
  /// It is switched off in the configuration or the environment.
  case switchedOff
  /// It takes no key, and such connectors are off until switched on.
  case notSwitchedOn
  /// Its key is missing; the environment variable it would be in.
  case keyMissing(environment: String)
  /// Another connector that tells more is on.
  case replaced(by: String)

  /// `on`, or why it is off and what to do.
  public var description: String {
    switch self {
    case .on: "on"
    case .switchedOff: "off: enabled is false"
    case .notSwitchedOn: "off: set enabled to true to use it"
    case .keyMissing(let name): "off: no key; set \(name)"
    case .replaced(let name): "off: \(name) is on"
    }
  }
}

/// What is wrong in the settings of connectors, all of it at once.
public struct SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Each problem: the setting, what is wrong, what is allowed.
  public let problems: [String]

  /// The problems, one a line.
  public var description: String { problems.joined(separator: "\n") }
}
