import Events
import Indicators
import JSON
import Time

/// A relationship, a sighting or an opinion, which refer to other objects by their ids.
struct StixReference {
  enum Content {
    case relationship(from: String, to: String, type: String, modifiedAt: Timestamp?)
    case sighting(of: [String], seenAt: Timestamp?, count: Int64, isPositive: Bool)
    /// An observation of objects that stand elsewhere in the input.
    case observation(of: String, template: Statement)
  }

  enum Failure: Error {
    case skipped(Skip.Reason)
    case rejected(String)
  }

  /// A relationship between objects of many indicators each would give their product.
  private static let maximumItems = 10_000

  var content: Content
  var id: String
  var marks: StixMarks
  /// What the digests are that the object takes for checksums of files, where it says so itself.
  var misnamed: String?
  var line: Int

  /// Reads a relationship, a sighting or an opinion; one that is revoked is passed over.
  static func reading(_ object: StixObject) -> Result<StixReference, Failure> {
    guard !object.isRevoked else { return .failure(.skipped(.ended)) }
    func reference(_ content: Content) -> Result<StixReference, Failure> {
      .success(StixReference(content: content, id: object.id, marks: object.marks, line: object.line))
    }
    if object.type == "relationship" {
      guard let from = object.reference("source_ref"), let to = object.reference("target_ref"),
        let type = object["relationship_type"]?.string, !type.isEmpty, type.utf8.count <= 100
      else { return .failure(.rejected("a relationship needs source_ref, target_ref and relationship_type")) }
      return reference(.relationship(from: from, to: to, type: type, modifiedAt: object.modifiedAt))
    }
    if object.type.hasSuffix("opinion") {
      guard let content = opinion(object) else { return .failure(.skipped(.unkept)) }
      return reference(content)
    }
    // OpenCTI sights observables, which STIX forbids, and names them beside a made-up `sighting_of_ref`.
    guard let sighted = object.reference("x_opencti_sighting_of_ref") ?? object.reference("sighting_of_ref") else {
      return .failure(.rejected("a sighting needs sighting_of_ref"))
    }
    let count = object["count"]?.integer ?? 1
    let isNegative = count == 0 || object["x_opencti_negative"]?.truth == true
    return reference(
      .sighting(
        of: [sighted], seenAt: object.time("last_seen") ?? object.time("first_seen") ?? object.modifiedAt,
        count: max(1, min(count, 999_999_999)), isPositive: !isNegative))
  }

  /// An opinion that an indicator, or what was observed, is inaccurate or incorrect, which is a false positive.
  ///
  /// misp-stix writes MISP's false-positive sightings so, in STIX 2.0 as objects of its own. Any other opinion is free text about something.
  private static func opinion(_ object: StixObject) -> Content? {
    guard let opinion = object["opinion"]?.string ?? object["x_misp_opinion"]?.string,
      ["strongly-disagree", "disagree"].contains(opinion.lowercased())
    else { return nil }
    let refs = object.texts("object_refs").prefix(1000).filter { $0.utf8.count <= StixObject.maximumIDLength }
    let indicators = refs.filter { $0.hasPrefix("indicator--") }
    let opined = indicators.isEmpty ? refs.filter { $0.hasPrefix("observed-data--") } : indicators
    guard !opined.isEmpty else { return nil }
    return .sighting(of: opined, seenAt: object.modifiedAt, count: 1, isPositive: false)
  }

  /// What the reference says about indicators and entities; nil while an object that it refers to has not come.
  func items(_ references: StixReferences) -> [IntakeItem]? {
    switch content {
    case .relationship(let from, let to, let type, let modifiedAt):
      return items(references.target(from), references.target(to), of: from, to, isSelfEvident: type == "based-on") {
        from, to in
        .relationship(RelationshipStatement(from: from, to: to, type: type, modifiedAt: modifiedAt, line: line))
      }
    case .sighting(let sighted, let seenAt, let count, let isPositive):
      return items(references.target(of: sighted), of: sighted[0]) { indicator in
        .sighting(
          SightingStatement(indicator: indicator, seenAt: seenAt, count: count, isPositive: isPositive, line: line))
      }
    case .observation(let observed, let template):
      return items(references.target(observed), of: observed) { indicator in
        var statement = template
        statement.indicator = indicator
        return .statement(statement)
      }
    }
  }

  /// The rejection of a reference to an object that never came.
  var dangling: Rejection {
    Rejection(line: line, text: id, reason: "it refers to an object that is not in the input")
  }

  private func items(
    _ from: StixReferences.Target, _ to: StixReferences.Target, of fromID: String, _ toID: String,
    isSelfEvident: Bool, make: (StreamKey, StreamKey) -> IntakeItem
  ) -> [IntakeItem]? {
    switch (from, to) {
    case (.withoutIndicator, _): return [rejected("no indicator was taken in from \(fromID)")]
    case (_, .withoutIndicator): return [rejected("no indicator was taken in from \(toID)")]
    case (.unsuitable, _): return [rejected("objects such as \(fromID) are not kept")]
    case (_, .unsuitable): return [rejected("objects such as \(toID) are not kept")]
    case (.unknown, _), (_, .unknown): return nil
    case (.keys(let from), .keys(let to)):
      guard from.count * to.count <= Self.maximumItems else {
        return [rejected("it would relate \(from.count) indicators to \(to.count); state them apart")]
      }
      // An indicator that is based on the observable it names is no relationship: here the two are one.
      if isSelfEvident, from.contains(where: to.contains) {
        return [.skipped(Skip(line: line, reason: .repeated))]
      }
      let pairs = from.flatMap { from in to.filter { $0 != from }.map { make(from, $0) } }
      return pairs.isEmpty ? [.skipped(Skip(line: line, reason: .repeated))] : pairs
    }
  }

  private func items(
    _ target: StixReferences.Target, of id: String, make: (Indicator) -> IntakeItem
  ) -> [IntakeItem]? {
    switch target {
    case .unknown: return nil
    case .withoutIndicator: return [rejected("no indicator was taken in from \(id)")]
    case .unsuitable: return [rejected("objects such as \(id) are not kept")]
    case .keys(let keys):
      let indicators = keys.compactMap(\.indicator)
      return indicators.isEmpty ? [rejected("only indicators are sighted, not \(id)")] : indicators.map(make)
    }
  }

  private func rejected(_ reason: String) -> IntakeItem {
    .rejected(Rejection(line: line, text: id, reason: reason))
  }
}

extension StixObject {
  /// The id that a property refers to.
  func reference(_ name: String) -> String? {
    guard let id = self[name]?.string, !id.isEmpty, id.utf8.count <= Self.maximumIDLength else { return nil }
    return id
  }
}
