import EventLog
import Events
import Indicators
import JSON
import SQLite
import Scoring
import Time

/// The SQL functions behind the documented views: they unpack states and turn numbers into names.
struct QueryFunctions {
  let log: EventLog
  let scorer: Scorer
  let asOf: Timestamp

  func install(in connection: Database) throws {
    let functions = self
    var scorer = self.scorer
    try connection.addFunction("ioc_kind", arguments: 1) { values in
      values.integer(0).flatMap(IndicatorKind.init(code:)).map { .text($0.rawValue) } ?? .null
    }
    try connection.addFunction("ioc_name", arguments: 1) { values in
      values.integer(0).flatMap { functions.log.symbols.text(Int($0)) }.map(ColumnValue.text) ?? .null
    }
    try connection.addFunction("ioc_time", arguments: 1) { values in
      values.integer(0).map { .text(Timestamp(milliseconds: $0).rfc3339) } ?? .null
    }
    try connection.addFunction("ioc_state", arguments: 1) { values in
      values.blob(0).flatMap(functions.json).map(ColumnValue.text) ?? .null
    }
    try connection.addFunction("ioc_score", arguments: 4) { values in
      functions.score(values, &scorer).map { .number(Double($0.hundredths) / 100) } ?? .null
    }
    try connection.addFunction("ioc_verdict", arguments: 4) { values in
      functions.score(values, &scorer).map { .text($0.verdict.name) } ?? .null
    }
  }

  private func score(_ values: [ColumnValue], _ scorer: inout Scorer) -> Score? {
    guard let kind = values.integer(0).flatMap(IndicatorKind.init(code:)), let value = values.text(1),
      let state = values.blob(2), let stream = values.integer(3)
    else { return nil }
    let packed = state.withUnsafeBytes {
      try? IndicatorState.score(encoded: $0, kind: kind, asOf: asOf, with: &scorer, value: value)
    }
    if let packed { return packed }
    // The state speaks of later times than the clock shows: ask the log what was true by now.
    let indicator = Indicator(kind, canonical: value)
    return try? IndicatorState.folding(stream: stream, of: log, asOf: asOf)?.score(indicator, asOf: asOf, with: &scorer)
  }

  /// A state as JSON text.
  private func json(_ bytes: [UInt8]) -> String? {
    guard let state = bytes.withUnsafeBytes({ try? IndicatorState(encoded: $0) }) else { return nil }
    let symbols = log.symbols
    let sources = state.sources.map { source in
      let word = source.standing(asOf: asOf)
      let facts = word.facts.withUnsafeBytes { try? Facts(stored: $0, name: symbols.text) }
      var signals = JSONObject()
      for signal in facts?.signals ?? [] { signals.append(signal.name, JSONValue(signal.value)) }
      var (endedAt, reason): (JSONValue, JSONValue) = (.null, .null)
      if let end = word.end { (endedAt, reason) = (time(end.at), .string(end.reason.rawValue)) }
      let fields: JSONValue = [
        "source": .string(symbols.text(source.source) ?? ""), "status": .string(word.status.rawValue),
        "observed_at": time(word.observedAt), "recorded_at": time(word.recordedAt), "seq": .integer(word.seq),
        "signals": .object(signals), "delisted_at": endedAt,
        "delisted_reason": reason,
      ]
      return fields
    }
    let value: JSONValue = [
      "tlp": state.trafficLight.map { .string($0.name) } ?? .null,
      "labels": .array(state.labels(symbols, asOf: asOf).map(JSONValue.string)), "first_seen": time(state.firstSeen),
      "last_seen": time(state.lastSeen), "first_seq": .integer(state.firstSeq), "last_seq": .integer(state.lastSeq),
      "source_names": .array(state.sources.compactMap { symbols.text($0.source) }.sorted().map(JSONValue.string)),
      "sources": .array(sources),
    ]
    return value.text()
  }

  private func time(_ time: Timestamp) -> JSONValue {
    time.milliseconds == .max || time.milliseconds == .min ? .null : .string(time.rfc3339)
  }
}

extension JSONValue {
  /// A fact's value as JSON.
  fileprivate init(_ value: SignalValue) {
    switch value {
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .integer(value)
    case .number(let value): self = .number(value)
    case .text(let text): self = .string(text)
    case .list(let elements): self = .array(elements.map { JSONValue($0) })
    }
  }
}

extension [ColumnValue] {
  fileprivate func integer(_ index: Int) -> Int64? {
    guard case .integer(let value) = self[index] else { return nil }
    return value
  }

  fileprivate func text(_ index: Int) -> String? {
    guard case .text(let value) = self[index] else { return nil }
    return value
  }

  fileprivate func blob(_ index: Int) -> [UInt8]? {
    guard case .blob(let value) = self[index] else { return nil }
    return value
  }
}
