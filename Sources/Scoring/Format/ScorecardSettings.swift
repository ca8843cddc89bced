/// What a scorecard says, checked and with its defaults filled in.
struct ScorecardSettings: Hashable, Sendable {
  var name = ""
  var description: String?
  var sources: [String: SourceSettings] = [:]
  /// Those of them whose name is a pattern, the most specific first.
  var sourcePatterns: [SourcePattern] = []
  /// For sources that `sources` does not name.
  var defaultSource = SourceSettings(weight: 1)
  var signals: [String: SignalRule] = [:]
  var decay = DecaySettings()
  var combiner = Combiner.noisyOr
  var thresholds = VerdictThresholds()
  var caps: [Cap] = []
  var tags: [TagRule] = []

  /// How far a source is trusted.
  struct SourceSettings: Hashable, Sendable {
    /// From 0 to 1.
    var weight: Double
    /// The sources that say the same thing and count once; nil for a source that speaks for itself.
    var group: String?
    /// The Admiralty letter, from A to F, for the reader; the weight alone is computed with.
    var reliability: String?
  }

  /// The score that what is on a list cannot exceed.
  struct Cap: Hashable, Sendable {
    var list: String
    /// In hundredths.
    var hundredths: Int32
  }

  /// How far a source is trusted: by its own name, else by the most specific pattern, else as any other.
  func source(_ name: String) -> SourceSettings {
    if let named = sources[name] { return named }
    if sourcePatterns.isEmpty { return defaultSource }
    return sourcePatterns.first { $0.matches(name) }.flatMap { sources[$0.text] } ?? defaultSource
  }
}
