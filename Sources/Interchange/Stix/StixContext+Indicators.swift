import Events
import Indicators
import JSON
import Time

extension StixContext {
  /// Takes an indicator's pattern apart into statements, and reports what of it could not be taken in.
  mutating func takeIndicator(_ object: StixObject) {
    guard let pattern = object["pattern"]?.string else {
      references.remember(object.id, [])
      return reject(object, "the indicator has no pattern")
    }
    if let type = object["pattern_type"]?.string, type != "stix" {
      references.remember(object.id, [])
      return reject(object, text: pattern, "patterns of type '\(type.cut(to: 40))' name no single values")
    }
    let reading: StixPatternReading
    do throws(StixPatternError) {
      reading = try StixPattern(parsing: pattern).reading()
    } catch {
      references.remember(object.id, [])
      return reject(object, text: pattern, error.description)
    }
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
      items.append(.rejected(rejection(of: reading, pattern: pattern, line: object.line)))
    }
    emit(items, of: object)
  }

  /// Everything that an indicator says about each of its values.
  private func indicatorTemplate(_ object: StixObject) -> Statement {
    let types = object.texts("indicator_types")
    let isBenign = !types.isEmpty && types.allSatisfy { $0 == "benign" }
    var signals = object.assessment
    signals["feed.listed"] = .bool(!object.isRevoked && !isBenign)
    if object.isRevoked { signals["feed.revoked"] = true }
    if let until = object.time("valid_until") { signals["valid_until"] = .text(until.rfc3339) }
    let validFrom = object.time("valid_from")
    return Statement(
      // Replaced by each of the pattern's values.
      indicator: Indicator(.domain, canonical: ""), signals: signals, statedAt: object.modifiedAt ?? validFrom,
      firstSeen: validFrom, labels: object.labels, line: object.line)
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
