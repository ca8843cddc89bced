import Events
import Indicators
import Time

/// A vendor that can be asked about an indicator: two pure functions around one HTTP exchange, and what to know about it.
///
/// A new vendor is one folder with one type, listed in ``ConnectorCatalog``. Quota, freshness, privacy, retries and
/// transport are around it, once for all.
public protocol Connector: Sendable {
  /// The name in configuration, as an event's source and before the dot of its signals, such as `virustotal`.
  var name: String { get }
  /// The kinds of indicator the vendor answers, in the order in which they are shown.
  var kinds: [IndicatorKind] { get }
  /// Whether it needs a key, and where the key comes from.
  var key: KeyRequirement { get }
  /// Where its API is, such as `https://www.virustotal.com/api/v3`.
  var baseURL: String { get }
  /// What it may be asked, how often, and how long an answer counts, unless the configuration says otherwise.
  var defaults: ConnectorDefaults { get }
  /// The connector whose key and base URL this one shares and in whose place alone it works.
  var standsInFor: String? { get }
  /// Whom a look-up reaches: what may be asked about indicators marked PAP:AMBER depends on it.
  var reach: Reach { get }
  /// Whether the vendor says with every answer how many more it will take, so that its figure counts and not ours.
  var reportsRemaining: Bool { get }

  /// The request that asks about an indicator, or nil for a kind that the vendor does not answer and where a key that
  /// it needs is missing.
  func request(for indicator: Indicator, at base: BaseURL, key: Secret?) -> HTTPRequest?

  /// What a response says about the indicator that was asked about; any bytes give an answer or a failure.
  func answer(from response: HTTPResponse, about indicator: Indicator, receivedAt: Timestamp) -> LookupAnswer

  /// The request that finds out whether the key is good, without using up quota where the vendor allows that.
  func checkRequest(at base: BaseURL, key: Secret?) -> HTTPRequest

  /// What the response to the check says about the key and the quota.
  func checkAnswer(from response: HTTPResponse, receivedAt: Timestamp) -> CheckAnswer
}

extension Connector {
  /// Most connectors stand for themselves.
  public var standsInFor: String? { nil }
  /// What says nothing of its reach is taken for the worse.
  public var reach: Reach { .adversary }
  /// Most vendors do not say.
  public var reportsRemaining: Bool { false }
}

/// Whom a look-up reaches.
public enum Reach: String, Hashable, Sendable {
  /// The vendor alone, which answers from what it has collected: nobody close to the adversary can notice.
  case database
  /// Perhaps the adversary: the vendor visits, resolves or scans what it is asked about.
  case adversary
}

/// Whether a connector needs a key, and the environment variable it is read from.
public enum KeyRequirement: Hashable, Sendable {
  /// The vendor takes no key.
  case none
  /// The vendor answers without one too, more sparingly.
  case optional(environment: String)
  /// Without a key the vendor is not asked.
  case required(environment: String)

  /// The environment variable, such as `VIRUSTOTAL_TOKEN`.
  public var environment: String? {
    switch self {
    case .none: nil
    case .optional(let name), .required(let name): name
    }
  }

  /// Whether the vendor is never asked without a key.
  public var isRequired: Bool {
    guard case .required = self else { return false }
    return true
  }
}

/// What holds for a connector that the configuration does not mention.
public struct ConnectorDefaults: Hashable, Sendable {
  /// How often it may be asked.
  public var limits: RequestLimits
  /// How long an answer counts as fresh.
  public var timeToLive: Duration
  /// The strictest marking of an indicator that may still be sent.
  public var maximumTLP: TrafficLight

  /// States the defaults of a connector.
  public init(limits: RequestLimits, timeToLive: Duration, maximumTLP: TrafficLight) {
    self.limits = limits
    self.timeToLive = timeToLive
    self.maximumTLP = maximumTLP
  }
}
