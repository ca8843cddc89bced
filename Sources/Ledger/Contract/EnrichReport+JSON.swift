import Connectors
import Events
import Indicators
import JSON

extension EnrichReport {
  /// The answer of `enrich`.
  ///
  /// `{asked,found,not_found,failed,withheld,deferred,fresh,left,planned,dry_run,interrupted,batch,connectors:[…],
  /// off:[{name,reason}]}` with asked = found + not_found + failed; batch is the correlation id of the run's events.
  public var json: JSONValue {
    [
      "asked": .integer(asked), "found": .integer(found), "not_found": .integer(notFound), "failed": .integer(failed),
      "withheld": .integer(withheld), "deferred": .integer(deferred), "fresh": .integer(fresh), "left": .integer(left),
      "planned": .integer(planned), "dry_run": .bool(isDryRun), "interrupted": .bool(isInterrupted),
      "batch": JSONValue(isDryRun ? nil : batch.description), "connectors": .array(connectors.map(\.json)),
      "off": .array(off.map { ["name": .string($0.name), "reason": .string($0.state.description)] }),
    ]
  }
}

extension EnrichedConnector {
  /// One of `connectors`: the same counts, when deferred lookups are due, and the use of the limits.
  public var json: JSONValue {
    [
      "name": .string(name), "asked": .integer(asked), "found": .integer(found), "not_found": .integer(notFound),
      "failed": .integer(failed), "withheld": .integer(withheld), "deferred": .integer(deferred),
      "fresh": .integer(fresh), "left": .integer(left), "planned": .integer(planned),
      "planned_indicators": .array(plannedIndicators.map { JSONValue($0) }), "due_at": JSONValue(dueAt),
      "due_reason": JSONValue(dueReason), "key_refused": .bool(isKeyRefused),
      "last_failure": JSONValue(lastFailure?.description), "quota": quota.json,
    ]
  }
}

extension QuotaUse {
  /// `{per_minute,used_in_minute,per_day,used_today,per_week,used_this_week,per_second}`; null without a limit.
  public var json: JSONValue {
    [
      "per_minute": JSONValue(limits.perMinute.map(Int64.init)), "used_in_minute": .integer(Int64(usedInMinute)),
      "per_day": JSONValue(limits.perDay.map(Int64.init)), "used_today": .integer(Int64(usedToday)),
      "per_week": JSONValue(limits.perWeek.map(Int64.init)), "used_this_week": .integer(Int64(usedThisWeek)),
      "per_second": JSONValue(limits.perSecond.map(Int64.init)),
    ]
  }
}
