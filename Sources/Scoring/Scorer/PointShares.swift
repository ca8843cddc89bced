#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Divides whole hundredths in proportion to weights, by the method of the largest remainder, so that the parts add up
/// to the total exactly.
///
/// Of equal remainders the earlier comes first. Weights are not negative; where all are 0 nothing is divided.
func shares(of total: Int32, by weights: [Double]) -> [Int32] {
  let sum = weights.reduce(0, +)
  guard sum > 0, total > 0 else { return weights.map { _ in 0 } }
  let exact = weights.map { Double(total) * ($0 / sum) }
  return rounded(exact, to: total)
}

/// Rounds numbers down and gives what is missing to the total to those that lost most, the earlier first.
///
/// The numbers add up to the total within one half, but for the error of floating point.
func rounded(_ exact: [Double], to total: Int32) -> [Int32] {
  var parts = exact.map { Int32($0.rounded(.down)) }
  guard !parts.isEmpty else { return parts }
  let order = exact.indices.sorted { left, right in
    let lostLeft = exact[left] - exact[left].rounded(.down)
    let lostRight = exact[right] - exact[right].rounded(.down)
    return lostLeft != lostRight ? lostLeft > lostRight : left < right
  }
  var missing = Int(total) - parts.reduce(0) { $0 + Int($1) }
  // Floating point may err by one either way, so that this runs at most once around.
  var turn = 0
  while missing > 0 {
    parts[order[turn % order.count]] += 1
    missing -= 1
    turn += 1
  }
  while missing < 0 {
    parts[order[order.count - 1 - turn % order.count]] -= 1
    missing += 1
    turn += 1
  }
  return parts
}

/// How much a belief weighs where independent beliefs corroborate: −ln(1 − belief), the belief in millionths.
func corroboration(_ millionths: Int32) -> Double {
  -log1p(-Double(millionths) / 1_000_000)
}
