/// Several measurements of one thing.
struct Samples {
  private var sorted: [Double]

  init(_ values: [Double]) { sorted = values.sorted() }

  /// Measures so many times.
  init(_ count: Int, _ measure: () throws -> Double) rethrows {
    sorted = try (0..<max(1, count)).map { _ in try measure() }.sorted()
  }

  var median: Double { sorted.isEmpty ? 0 : sorted[sorted.count / 2] }
  var lowest: Double { sorted.first ?? 0 }
  var highest: Double { sorted.last ?? 0 }

  /// How far the furthest measurement is from the median, as a part of it.
  var spread: Double { median == 0 ? 0 : max(highest - median, median - lowest) / median }
}

/// The seconds that the closure takes.
func elapsed(_ body: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  let start = clock.now
  try body()
  let duration = start.duration(to: clock.now).components
  return Double(duration.seconds) + Double(duration.attoseconds) / 1e18
}
