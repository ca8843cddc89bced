import Events

extension Facts {
  /// Says how sure the source is: a signal where it holds the value against the indicator.
  ///
  /// Of what it only mentions, or calls harmless, that is no evidence of harm, so that there it is a field of its own.
  mutating func state(confidence: SignalValue?) {
    guard let confidence, self["feed.confidence"] == nil, self["confidence"] == nil else { return }
    self[self["feed.listed"] == true ? "feed.confidence" : "confidence"] = confidence
  }

  /// Keeps what is said, and takes it for no accusation.
  mutating func unlist() {
    let confidence = self["feed.confidence"]
    self["feed.listed"] = false
    for name in ["feed.confidence", "feed.score", "feed.to_ids"] where self[name] != false { self[name] = nil }
    state(confidence: confidence)
  }

  /// Keeps what is said, and notes that the source took it back.
  mutating func withdraw() {
    unlist()
    self["feed.revoked"] = true
  }
}
