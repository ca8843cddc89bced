import Time

/// Where a moment and a score lie in a chart of so many columns and rows.
struct ChartScale {
  let range: ClosedRange<Timestamp>
  let columns: Int
  let rows: Int

  /// The last of `count` equal parts of the time that begins at or before a moment.
  func part(of moment: Timestamp, count: Int) -> Int {
    let elapsed = Int128(moment.milliseconds) - Int128(range.lowerBound.milliseconds)
    return min(max(Int(elapsed * Int128(count) / length), 0), count - 1)
  }

  /// The moment at which one of `count` equal parts of the time begins; part `count` begins at the end.
  func moment(ofPart part: Int, count: Int) -> Timestamp {
    let elapsed = (length * Int128(part) + Int128(count) - 1) / Int128(count)
    let moment = min(Int128(range.lowerBound.milliseconds) + elapsed, Int128(range.upperBound.milliseconds))
    return Timestamp(milliseconds: Int64(moment))
  }

  /// The row of a score among `count` rows, 0 being the top one, at 100.
  func row(of hundredths: Int, count: Int) -> Int {
    let below = 10_000 - min(max(hundredths, 0), 10_000)
    return (below * (count - 1) + 5_000) / 10_000
  }

  /// The time covered in milliseconds, at least one; wider than 64 bits for the widest ranges.
  private var length: Int128 {
    max(Int128(range.upperBound.milliseconds) - Int128(range.lowerBound.milliseconds), 1)
  }
}
