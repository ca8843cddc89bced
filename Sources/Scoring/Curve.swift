/// A piecewise linear function, flat to the left of its first point and to the right of its last.
struct Curve: Hashable, Sendable {
  /// Strictly increasing.
  let xs: [Double]
  /// As many as there are `xs`.
  let ys: [Double]

  /// The value at `x`.
  func callAsFunction(_ x: Double) -> Double {
    guard let first = xs.first, x > first else { return ys.first ?? 0 }
    guard x < xs[xs.count - 1] else { return ys[ys.count - 1] }
    var low = 0
    var high = xs.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if xs[middle] <= x { low = middle } else { high = middle }
    }
    return ys[low] + (ys[high] - ys[low]) * ((x - xs[low]) / (xs[high] - xs[low]))
  }
}
