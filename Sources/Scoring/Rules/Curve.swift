/// A piecewise linear function, flat to the left of its first point and to the right of its last.
struct Curve: Hashable, Sendable {
  /// Strictly increasing; at least one.
  let xs: [Double]
  /// As many as there are `xs`.
  let ys: [Double]
}
