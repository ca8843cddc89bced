import Events
import Indicators
import JSON
import Time

extension StixContext {
  /// Takes an indicator's pattern apart into statements, and reports what of it could not be taken in.
  mutating func takeIndicator(_ object: StixObject) {
    tellUnread(object)
    do throws(UnreadPattern) {
      var reading = try Self.reading(of: object)
      if let name = object.misnamedDigest { leaveOutDigests(of: &reading, named: name) }
      takeIndicator(object, reading: reading)
    } catch {
      references.remember(object.id, [])
      if object.isRevoked {
        // Whatever it said is no longer said, also where we cannot tell what that was.
        emit([.skipped(Skip(line: object.line, reason: .ended)), .object(amount(of: object, []))])
      } else {
        reject(object, text: error.text, error.reason)
        if error.isNewMeaning { emit([.object(amount(of: object, []))]) }
      }
    }
  }

  /// Why a pattern gives no indicators.
  private struct UnreadPattern: Error {
    var text: String?
    var reason: String
    /// Whether the object certainly names no indicator in this version, whatever an earlier one named.
    var isNewMeaning = false
  }

  private static func reading(of object: StixObject) throws(UnreadPattern) -> StixPatternReading {
    guard let pattern = object["pattern"]?.string else { throw UnreadPattern(reason: "the indicator has no pattern") }
    if let type = object["pattern_type"]?.string, type.lowercased() != "stix" {
      throw UnreadPattern(
        text: pattern, reason: "patterns of type '\(type.cut(to: 40))' name no single values", isNewMeaning: true)
    }
    do throws(StixPatternError) {
      return try StixPattern(parsing: pattern).reading()
    } catch {
      throw UnreadPattern(text: pattern, reason: error.description)
    }
  }

  /// Leaves out what the pattern takes for the checksum of a file, and the object itself says is something else.
  private mutating func leaveOutDigests(of reading: inout StixPatternReading, named name: String) {
    for finding in reading.findings where IndicatorKind.hashes.contains(finding.indicator.kind) {
      observables.misname(finding.indicator, as: name)
      reading.ignored.append((finding.indicator.value, StixObject.misnaming(name)))
    }
    reading.findings.removeAll { IndicatorKind.hashes.contains($0.indicator.kind) }
  }

  private mutating func takeIndicator(_ object: StixObject, reading: StixPatternReading) {
    references.remember(object.id, reading.findings.map(\.indicator))
    let template = indicatorTemplate(object)
    var items: [IntakeItem] = reading.findings.map { finding in
      observables.name(finding.indicator)
      var statement = template
      statement.indicator = finding.indicator
      if finding.isCombined { statement.signals["feed.combined"] = true }
      statement.relations = finding.relations
      return .statement(statement)
    }
    if !reading.ignored.isEmpty {
      items.append(.rejected(rejection(of: reading, pattern: object["pattern"]?.string ?? "", line: object.line)))
    }
    items.append(.object(amount(of: object, reading.findings.map(\.indicator))))
    emit(items, of: object)
  }

  /// What the object amounts to in this version.
  private func amount(of object: StixObject, _ indicators: [Indicator]) -> ObjectStatement {
    ObjectStatement(
      object: object.version, indicators: object.isRevoked ? [] : indicators, ending: object.isRevoked ? .revoked : nil,
      line: object.line)
  }

  /// Everything that an indicator says about each of its values.
  private func indicatorTemplate(_ object: StixObject) -> Statement {
    var signals: Facts = ["feed.listed": true]
    signals.state(confidence: object.confidence)
    signals["feed.score"] = object.score
    if object.isHarmless { signals.unlist() }
    if object.isRevoked { signals.withdraw() }
    if let until = object.time("valid_until") { signals["valid_until"] = .text(until.rfc3339) }
    let validFrom = object.time("valid_from")
    return Statement(
      // Replaced by each of the pattern's values.
      indicator: Indicator(.domain, canonical: ""), signals: signals, statedAt: object.modifiedAt ?? validFrom,
      firstSeen: validFrom, labels: object.labels, object: object.version, line: object.line)
  }

  /// Says what of an indicator cannot be read or contradicts itself.
  private mutating func tellUnread(_ object: StixObject) {
    for (property, consequence) in [
      ("modified", "the version counts from its creation"), ("valid_from", "the indicator counts without a beginning"),
      ("valid_until", "the indicator counts without an end"),
    ] {
      guard let value = object[property], value != .null, object.time(property) == nil else { continue }
      tell(property, of: object, "this is no time such as 2026-01-31T00:00:00Z; \(consequence)")
    }
    if let from = object.time("valid_from"), let until = object.time("valid_until"), until <= from {
      tell("valid_until", of: object, "the validity ends before it begins; the indicator counts as expired")
    }
    if let value = object["confidence"], value != .null, object.confidence == nil {
      tell("confidence", of: object, "this is no number from 0 to 100; the indicator counts without a confidence")
    }
    if let value = object["x_opencti_score"], value != .null, object.score == nil {
      tell("x_opencti_score", of: object, "this is no number from 0 to 100; the indicator counts without a score")
    }
  }

  /// One rejection for all that was left out of a pattern.
  private func rejection(of reading: StixPatternReading, pattern: String, line: Int) -> Rejection {
    let shown = reading.ignored.prefix(3).map { "\($0.text.cut(to: 120)): \($0.reason)" }.joined(separator: "; ")
    let more = reading.ignored.count > 3 ? "; and \(reading.ignored.count - 3) more" : ""
    let taken = reading.findings.count
    let start = taken == 0 ? "the pattern names no indicator" : "of the pattern \(taken) were taken in, but not"
    return Rejection(line: line, text: pattern, reason: "\(start): \(shown)\(more)")
  }
}
