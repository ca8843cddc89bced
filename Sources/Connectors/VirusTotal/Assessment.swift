import JSON

/// What Google Threat Intelligence makes of it, where the key covers that: a judgement of its own, with a scale of its
/// own, beside what the engines say.
struct Assessment {
  private let verdict: String?
  private let severity: String?
  private let score: Int64?

  /// Reads `gti_assessment`, whose members hold a `value` each; nil where there is none.
  init?(in attributes: JSONValue) throws(LookupFailure) {
    guard let assessment = attributes["gti_assessment"], assessment.isPresent else { return nil }
    guard case .object = assessment else { throw LookupFailure(.malformed, "gti_assessment is no object") }
    func value(_ name: String) -> JSONValue? { assessment[name].map { $0["value"] ?? $0 } }
    verdict = value("verdict")?.words?.without("verdict_")
    severity = value("severity")?.words?.without("severity_")
    score = value("threat_score")?.count
    guard score ?? 0 <= 100 else { throw LookupFailure(.malformed, "gti_assessment.threat_score is above 100") }
  }

  func write(to signals: inout SignalWriter) {
    signals.set("gti_verdict", verdict)
    signals.set("gti_severity", severity)
    signals.set("gti_score", score)
  }
}

extension String {
  /// `malicious` of `VERDICT_MALICIOUS`.
  fileprivate func without(_ prefix: String) -> String {
    let text = lowercased()
    return text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
  }
}
