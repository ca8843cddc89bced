/// What taking in one item came to.
struct IntakeOutcome: Hashable, Sendable {
  /// The line on which the unit starts; nil for what is no unit of the input by itself.
  var line: Int?
  /// Whether it is the first statement about something that the ledger did not hold.
  var isNew = false
  /// The stream of what it is about.
  var stream: Int64?
  /// The last event that it led to.
  var seq: Int64?
  /// To how many it led.
  var events: Int64 = 0
}
