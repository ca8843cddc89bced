import EventLog

/// How a whole log is gone through to build views: in parts of neighbouring streams.
///
/// Estimates from evenly spaced events only decide how the work is cut up and ordered; what comes out is the same.
struct RebuildPlan: Sendable {
  struct Part: Sendable {
    let streams: ClosedRange<Int64>
    /// Where the first of the streams begins.
    let firstSeq: Int64
    /// In which order their events are read.
    let order: EventLog.ReadingOrder
  }

  /// The last event that counts.
  let head: Int64
  let parts: [Part]

  /// Whether there is so much to do that more connections bring more than opening them costs.
  var isWorthThreads: Bool { head > 20_000 }

  /// States of so many indicators are in memory at once, for each thread.
  private static let mostStreams: Int64 = 1 << 15
  /// So many times the cost of passing over a row is that of reading one from its place in the file.
  private static let costOfSeeking: Int64 = 16
  private static let samples: Int64 = 4096
  /// So many parts at least, so that two threads end at about the same time.
  private static let leastParts: Int64 = 4

  init(_ log: EventLog) throws {
    head = try log.head()
    let last = try log.lastStreamID()
    guard head > 0, last > 0 else {
      parts = []
      return
    }
    var sampled: [Int64] = []
    let step = max(1, head / Self.samples)
    for seq in stride(from: step, through: head, by: Int64.Stride(step)) {
      if let stream = try log.streamID(ofEvent: seq) { sampled.append(stream) }
    }
    sampled.sort()
    let share = max(1, sampled.count / Int(Self.leastParts))
    var parts: [Part] = []
    var first: Int64 = 1
    var taken = 0
    while first <= last {
      // Up to so many streams, and no further than to its share of the events.
      let limit = taken + share < sampled.count ? sampled[taken + share] : last
      let end = min(last, first + Self.mostStreams - 1, max(first, limit))
      let next = sampled[taken...].firstIndex { $0 > end } ?? sampled.count
      let events = Int64(next - taken) * step
      let firstSeq = try log.firstSeq(ofStream: first) ?? 1
      parts.append(
        Part(
          streams: first...end, firstSeq: firstSeq,
          order: events * Self.costOfSeeking > head - firstSeq ? .log : .streams))
      taken = next
      first = end + 1
    }
    self.parts = parts
  }
}
