import Events
import Indicators
import JSON
import Time

/// The sightings of one MISP attribute, by their kind.
///
/// | type | says |
/// |---|---|
/// | 0 | seen: a sighting |
/// | 1 | a false positive: a negative sighting |
/// | 2 | the attribute expires at the sighting's date, which becomes `valid_until` |
///
/// An organisation has at most one expiration for an attribute, a newer one replacing it (MISP's `Sighting` model), so
/// that of several the latest counts: some of those who state an end still hold it valid until then.
struct MispSightings {
  private struct Seen {
    var count: Int64 = 0
    var latest: Timestamp?

    mutating func add(_ time: Timestamp?) {
      count += 1
      if let time { latest = max(latest ?? time, time) }
    }
  }

  private var positive = Seen()
  private var negative = Seen()
  private var expiresAt: Timestamp?
  /// What cannot be read, and why.
  private var unread: (text: String, reason: String)?

  /// Reads a list of sightings.
  init(_ json: JSONValue? = nil) {
    for sighting in json?.array ?? [] { add(sighting) }
  }

  /// Whether nothing was reported.
  var isEmpty: Bool { positive.count == 0 && negative.count == 0 && expiresAt == nil && unread == nil }

  /// Takes in a sighting.
  mutating func add(_ sighting: JSONValue) {
    let time = sighting["date_sighting"]?.time
    switch sighting["type"].map(\.integer) {
    case .none, 0: positive.add(time)
    case 1: negative.add(time)
    case 2:
      guard let time else {
        unread = (sighting["date_sighting"]?.text() ?? "", "an expiration needs a date; the attribute stays as it was")
        return
      }
      expiresAt = max(expiresAt ?? time, time)
    default: unread = (sighting["type"]?.text() ?? "", "sightings are of type 0, 1 or 2; this one says nothing")
    }
  }

  /// Ends a statement where an expiration says so; of two ends the earlier one counts.
  func complete(_ statement: inout Statement) {
    guard let expiresAt else { return }
    let own = statement.signals["valid_until"]?.text.flatMap { Timestamp(parsing: $0) }
    statement.signals["valid_until"] = .text(min(own ?? expiresAt, expiresAt).rfc3339)
  }

  /// The sightings of an indicator that the attribute names.
  func statements(of indicator: Indicator, _ marking: Marking, line: Int) -> [SightingStatement] {
    [(positive, true), (negative, false)].compactMap { seen, isPositive in
      guard seen.count > 0 else { return nil }
      return SightingStatement(
        indicator: indicator, seenAt: seen.latest, count: seen.count, isPositive: isPositive,
        trafficLight: marking.trafficLight, line: line)
    }
  }

  /// What cannot be read.
  func ignored(line: Int) -> [Rejection] {
    unread.map { [Rejection(line: line, text: $0.text, reason: $0.reason)] } ?? []
  }
}
