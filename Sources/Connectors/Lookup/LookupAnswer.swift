import Events
import Time

/// What became of asking a vendor about an indicator.
public enum LookupAnswer: Hashable, Sendable {
  /// The vendor answered: the observation is `found` or `not_found`.
  case answered(Observation)
  /// The vendor gave no usable answer.
  case failed(LookupFailure)
  /// The vendor wants to be asked later; the lookup is deferred, not failed.
  case rateLimited(Pause)
}

/// Until when a connector rests, and why.
public struct Pause: Hashable, Sendable {
  /// The first moment at which it may be asked again.
  public let until: Timestamp
  /// What the vendor said.
  public let reason: String

  /// States a pause.
  public init(until: Timestamp, reason: String) {
    self.until = until
    self.reason = reason
  }
}

/// Why a lookup gave no usable answer.
public struct LookupFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sort of failure.
  public let reason: FailureReason
  /// What happened, in words, without any key; at most 300 characters.
  public let detail: String

  /// States a failure.
  public init(_ reason: FailureReason, _ detail: String) {
    self.reason = reason
    self.detail = detail.bounded
  }

  /// `wrong_subject: the answer is about 1.1.1.1`.
  public var description: String { "\(reason.rawValue): \(detail)" }
}

/// The sorts of failure.
///
/// The raw values are the `reason` of `lookup.failed` events. Frozen: reasons may be added, never renamed.
public enum FailureReason: String, CaseIterable, Sendable, Hashable {
  /// No connection: name not found, refused, TLS not agreed, proxy said no.
  case unreachable
  /// No whole answer in time.
  case timedOut = "timed_out"
  /// The connection broke in the middle of the answer.
  case interrupted
  /// The answer is larger than we take.
  case tooLarge = "too_large"
  /// The answer has no body.
  case empty
  /// The body is not JSON: often an HTML page of something in between.
  case notJSON = "not_json"
  /// The JSON ends too early.
  case truncated
  /// The JSON has not the shape the vendor promises.
  case malformed
  /// The answer is about something else than was asked.
  case wrongSubject = "wrong_subject"
  /// The vendor does not accept the key.
  case keyRefused = "key_refused"
  /// The key is good, but does not cover this.
  case forbidden
  /// The vendor does not take this value; asking again will not help.
  case badRequest = "bad_request"
  /// The vendor sent us elsewhere; redirects are not followed, so that no key reaches another host.
  case redirected
  /// The vendor has trouble (5xx).
  case serverError = "server_error"
  /// The vendor put an error into an answer that it called good.
  case vendorError = "vendor_error"
  /// A status that nobody expects here.
  case unexpectedStatus = "unexpected_status"
  /// The run was stopped before there was an answer.
  case stopped

  /// Whether asking again about the same value would only cost quota.
  public var isLasting: Bool { self == .badRequest }
}

/// What a check of a connector found.
public enum CheckAnswer: Hashable, Sendable {
  /// It works.
  case working(KeyStatus)
  /// It does not, and why; `key_refused` where the key is to blame.
  case failed(LookupFailure)
  /// The vendor wants to be asked later.
  case rateLimited(Pause)
}

/// What a vendor says about a key.
public struct KeyStatus: Hashable, Sendable {
  /// The plan's name, such as `oss` or `vip`.
  public var plan: String?
  /// When the key expires, as the vendor writes it.
  public var expires: String?
  /// What is used and left of each quota that the vendor tells.
  public var quotas: [QuotaStatus]

  /// States what is known of a key.
  public init(plan: String? = nil, expires: String? = nil, quotas: [QuotaStatus] = []) {
    self.plan = plan
    self.expires = expires
    self.quotas = quotas
  }
}

/// One quota of a key.
public struct QuotaStatus: Hashable, Sendable {
  /// What is counted, such as `day`, `hour`, `month`, `query_credits`.
  public var name: String
  /// How many are allowed, where the vendor tells.
  public var allowed: Int64?
  /// How many are left, where the vendor tells.
  public var remaining: Int64?

  /// States one quota.
  public init(name: String, allowed: Int64?, remaining: Int64?) {
    self.name = name
    self.allowed = allowed
    self.remaining = remaining
  }
}
