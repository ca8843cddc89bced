extension Observation {
  /// The observation as the facts of an event: its signals plus the fields `status`, `labels` and `relations`, and
  /// `stated_at` where the stated time could not be used as `observed_at`.
  public var facts: Facts {
    var facts = signals
    facts["status"] = .text(status.rawValue)
    if !labels.isEmpty { facts["labels"] = .texts(labels) }
    if !relations.isEmpty {
      facts["relations"] = .list(
        relations.map { relation in
          .texts([relation.type, relation.target.kind, relation.target.value] + (relation.name.map { [$0] } ?? []))
        })
    }
    return facts
  }
}

extension Facts {
  /// The status of an observation; events from before there was one count as found.
  public var status: ObservationStatus { self["status"]?.text.flatMap(ObservationStatus.init) ?? .found }

  /// The labels that an observation states.
  public var labels: [String] { self["labels"]?.list?.compactMap(\.text) ?? [] }

  /// The relations that an observation states.
  public var relations: [Relation] {
    (self["relations"]?.list ?? []).compactMap { entry in
      guard let parts = entry.list?.compactMap(\.text), parts.count >= 3 else { return nil }
      return Relation(
        type: parts[0], target: StreamKey(kind: parts[1], value: parts[2]), name: parts.count > 3 ? parts[3] : nil)
    }
  }
}
