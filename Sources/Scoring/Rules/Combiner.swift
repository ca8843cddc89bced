/// How the beliefs of several sources become one score.
public enum Combiner: String, CaseIterable, Sendable, Hashable {
  /// Independent groups corroborate each other: `1 − Π(1 − M)`, reduced by the beliefs in benignity.
  case noisyOr = "noisy-or"
  /// The strongest belief alone counts, reduced by the strongest belief in benignity.
  case max
  /// The mean of what the signals say, each weighted by its source.
  case weightedMean = "weighted-mean"
  /// The newest observation alone counts, as where the last connector to run overwrites the score.
  case latest
}
