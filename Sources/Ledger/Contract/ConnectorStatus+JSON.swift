import Connectors
import Indicators
import JSON
import Views

extension ConnectorStatus {
  /// One element of `connectors list`.
  ///
  /// `{name,enabled,state,key,kinds,base_url,max_tlp,ttl_seconds,quota:{…},paused:{until,reason},health:{…}}`. `key` is
  /// `set`, `missing`, or null where the vendor takes none; the key itself is nowhere.
  public var json: JSONValue {
    [
      "name": .string(name), "enabled": .bool(state == .on), "state": .string(state.description),
      "key": keyRequirement == .none ? .null : hasKey ? "set" : "missing", "kinds": JSONValue(kinds.map(\.rawValue)),
      "base_url": .string(baseURL), "max_tlp": .string(maximumTLP.name),
      "ttl_seconds": .integer(timeToLive.components.seconds), "quota": quota.json,
      "paused": pause.map { ["until": JSONValue($0.until), "reason": .string($0.reason)] } ?? .null,
      "health": health?.json ?? .null,
    ]
  }
}

extension SourceHealth {
  /// `{events,found,not_found,failed,withheld,last_at,last_failure}`.
  var json: JSONValue {
    [
      "events": .integer(events), "found": .integer(found), "not_found": .integer(notFound), "failed": .integer(failed),
      "withheld": .integer(withheld), "last_at": JSONValue(lastAt), "last_failure": JSONValue(lastFailure),
    ]
  }
}

extension ConnectorCheck {
  /// How the check of a connector ended.
  public enum Verdict: String, Sendable {
    /// The vendor takes the key.
    case working
    /// The vendor does not, or could not be reached.
    case failed
    /// The vendor wants to be asked later.
    case limited
    /// The connector is off and was not asked.
    case off
  }

  /// How it ended.
  public var verdict: Verdict {
    switch outcome?.answer {
    case nil: .off
    case .working: .working
    case .failed: .failed
    case .rateLimited: .limited
    }
  }

  /// What the vendor said, in words.
  public var detail: String {
    switch outcome?.answer {
    case nil: return state.description
    case .failed(let failure): return failure.description
    case .rateLimited(let pause): return "\(pause.reason); again from \(pause.until)"
    case .working(let key):
      let quotas = key.quotas.map { quota in
        switch (quota.remaining, quota.allowed) {
        case (let left?, let all?): "\(left) of \(all) left (\(quota.name))"
        case (let left?, nil): "\(left) left (\(quota.name))"
        case (nil, let all?): "\(all) allowed (\(quota.name))"
        case (nil, nil): quota.name
        }
      }
      let parts = [key.plan.map { "plan \($0)" }, key.expires.map { "expires \($0)" }].compactMap { $0 } + quotas
      return parts.joined(separator: ", ")
    }
  }

  /// One element of `connectors check`: `{name,result,detail,status}`.
  public var json: JSONValue {
    [
      "name": .string(name), "result": .string(verdict.rawValue), "detail": .string(detail),
      "status": JSONValue(outcome?.status.map(Int64.init)),
    ]
  }
}
