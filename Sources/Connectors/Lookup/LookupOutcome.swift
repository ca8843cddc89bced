import Time

/// Everything that a caller needs to record about one lookup.
public struct LookupOutcome: Sendable {
  /// What became of it.
  public let answer: LookupAnswer
  /// A rest that the vendor asked for: with `rateLimited` the same one, but it may come with a good answer too, where
  /// that was the last of the quota.
  public let pause: Pause?
  /// The status of the last response; nil where there was none.
  public let status: Int?
  /// The body of the last response as it came, decompressed; nil where there was none.
  ///
  /// Wherever it repeated the key it holds `•••` instead.
  public let body: [UInt8]?
  /// When the last response, or the last failure, was in.
  public let receivedAt: Timestamp
  /// How many requests were sent, from 1 to 3; 0 where the connector has none for this indicator.
  public let attempts: Int
  /// How many more the vendor says it will take; nil where it does not say.
  public let remaining: Int64?
}

extension LookupOutcome {
  /// The outcome where there was no response.
  init(failed failure: LookupFailure, at time: Timestamp, attempts: Int) {
    self.init(
      answer: .failed(failure), pause: nil, status: nil, body: nil, receivedAt: time, attempts: attempts,
      remaining: nil)
  }
}

/// The outcome of checking a connector.
public struct CheckOutcome: Sendable {
  /// What the check found.
  public let answer: CheckAnswer
  /// The status of the response; nil where there was none.
  public let status: Int?
}
