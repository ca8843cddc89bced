import EventLog

/// How a whole log is gone through to build views: in sections of neighbouring events, which sort them by partitions of
/// neighbouring streams, then in those.
///
/// Estimates from evenly spaced events only decide how the work is cut up; what comes out is the same.
struct RebuildPlan: Sendable {
  /// How large the pieces of work are.
  struct Sizes: Sendable {
    /// Events of a section.
    var section: Int64 = 1 << 14
    /// Most streams of a partition, whose states are in memory at once, for each thread.
    var streams: Int64 = 1 << 14
    /// Events that a partition aims at.
    var events: Int64 = 1 << 17
    /// So many partitions at least, so that two threads end at about the same time.
    var leastPartitions: Int64 = 64
    /// From so many events on, more connections bring more than opening them costs.
    var threadsFrom: Int64 = 20_000
    /// So many bytes of rows are kept in memory; others go to a temporary file.
    var spoolInMemory = 64 << 20
  }

  /// The last event that counts.
  let head: Int64
  let sizes: Sizes
  /// The last stream of each partition.
  private let lastStreams: [Int64]

  private static let samples: Int64 = 2048
  /// Enough for a billion streams; a damaged dictionary may claim more.
  private static let mostPartitions = 1 << 16

  init(_ log: EventLog, _ sizes: Sizes) throws {
    self.sizes = sizes
    head = try log.head()
    // The tail may be cut off, and the head speak of events that no number counts.
    guard try head <= log.lastSeq() else {
      throw EventLogError(.damaged, "events are missing from \(log.folder.log); run 'iocledger verify'")
    }
    let last = try log.lastStreamID()
    guard head > 0, last > 0 else {
      lastStreams = []
      return
    }
    var sampled: [Int64] = []
    let step = max(1, head / Self.samples)
    for seq in stride(from: step, through: head, by: Int64.Stride(step)) {
      if let stream = try log.streamID(ofEvent: seq) { sampled.append(stream) }
    }
    sampled.sort()
    let share = Int(max(1, min(sizes.events, head / sizes.leastPartitions) / step))
    var lastStreams: [Int64] = []
    var first: Int64 = 1
    var taken = 0
    while lastStreams.last != last {
      // Up to so many streams, and no further than to its share of the events.
      let limit = taken + share < sampled.count ? sampled[taken + share] : last
      var end = min(last, first + sizes.streams - 1, max(first, limit))
      if lastStreams.count + 1 == Self.mostPartitions { end = last }
      lastStreams.append(end)
      taken = sampled[taken...].firstIndex { $0 > end } ?? sampled.count
      first = end == last ? last : end + 1
    }
    self.lastStreams = lastStreams
  }

  var isWorthThreads: Bool { head > sizes.threadsFrom }

  var sectionCount: Int { Int((head + sizes.section - 1) / sizes.section) }

  func seqs(ofSection number: Int) -> ClosedRange<Int64> {
    let first = Int64(number) * sizes.section + 1
    return first...min(head, first + sizes.section - 1)
  }

  var partitionCount: Int { lastStreams.count }

  func firstStream(ofPartition number: Int) -> Int64 { number == 0 ? 1 : lastStreams[number - 1] + 1 }

  /// The number of the partition that a stream belongs to; nil where there can be no such stream.
  func partition(of stream: Int64) -> Int? {
    guard stream > 0, let last = lastStreams.last, stream <= last else { return nil }
    var (low, high) = (0, lastStreams.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if lastStreams[middle] < stream { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
