import Indicators

/// Which beliefs decay how, as a scorecard states it.
struct DecaySettings: Hashable, Sendable {
  /// For everything that nothing below names.
  var standard = DecayModel.none
  var byKind: [IndicatorKind: DecayModel] = [:]
  var bySignal: [String: DecayModel] = [:]
  /// Keyed by `kind/signal`.
  var byKindAndSignal: [String: DecayModel] = [:]

  /// The most specific model there is: of kind and signal together, of the signal, of the kind, the default.
  func model(kind: IndicatorKind, signal: String) -> DecayModel {
    // Spares most scorecards the making of a name for every kind and signal.
    let both = byKindAndSignal.isEmpty ? nil : byKindAndSignal["\(kind.rawValue)/\(signal)"]
    return both ?? bySignal[signal] ?? byKind[kind] ?? standard
  }
}
