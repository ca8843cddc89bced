import JSON

/// How many engines said what.
///
/// The total is of those that gave an opinion: malicious, suspicious, harmless and undetected. Engines that timed out,
/// failed or do not take the file's type have none and are not counted.
struct EngineCounts {
  private var counts: [String: Int64] = [:]

  static let opinions = ["malicious", "suspicious", "harmless", "undetected"]

  /// From `last_analysis_stats`, else counted from `last_analysis_results`; nil where the answer has neither, as in
  /// 2019, when addresses and domains had none.
  init?(in attributes: JSONValue) throws(LookupFailure) {
    if let stats = attributes["last_analysis_stats"], stats.isPresent {
      guard case .object = stats else { throw LookupFailure(.malformed, "last_analysis_stats is no object") }
      for opinion in Self.opinions {
        guard let value = stats[opinion], value.isPresent else { continue }
        guard let count = value.count, count <= 1_000_000 else {
          throw LookupFailure(.malformed, "last_analysis_stats.\(opinion) is no count")
        }
        counts[opinion] = count
      }
    } else if let results = attributes["last_analysis_results"]?.object, !results.members.isEmpty {
      for opinion in Self.opinions { counts[opinion] = 0 }
      for result in results.members.prefix(Bounds.read) {
        guard let category = result.value["category"]?.words else { continue }
        counts[category]? += 1
      }
    } else {
      return nil
    }
  }

  func write(to signals: inout SignalWriter) {
    for opinion in Self.opinions { signals.set(opinion, counts[opinion]) }
    guard !counts.isEmpty else { return }
    let total = Self.opinions.reduce(0) { $0 + (counts[$1] ?? 0) }
    signals.set("total", total)
    guard let malicious = counts["malicious"], total > 0 else { return }
    let tenThousandths = (malicious * 20_000 + total) / (total * 2)
    signals.set("ratio", number: Double(tenThousandths) / 10_000)
  }
}
