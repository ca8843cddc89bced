/// What the beliefs about one indicator add up to, and the four ways to make one number of it.
///
/// Everything is counted in integers: beliefs in millionths, survival `Π(1 − M)` in units of 10⁻¹⁸, so that the result
/// does not depend on the machine. Three groups are multiplied without any rounding, further ones cut off at 10⁻¹⁸.
struct Sums: Sendable {
  var combiner = Combiner.noisyOr
  /// Whether time alone will change anything yet.
  private(set) var isFading = false
  private var groups: [Group] = []
  private var newest: (observedAt: Int64, seq: Int64, strongest: Int32) = (.min, .min, 0)
  private var isNewest = false
  private var meanTerms: Int64 = 0
  private var meanWeights: Int64 = 0

  /// The strongest beliefs of a group, as millionths from 0.
  private struct Group {
    let place: Int32
    var malice: Int32 = 0
    var benignity: Int32 = 0
  }

  /// The result, in hundredths of a point.
  struct Combined {
    /// Before benignity is taken off; the score itself for combiners that do not tell the two apart.
    var malice: Int32
    var score: Int32
    /// Whether any belief in benignity is left.
    var speaksForBenign: Bool
  }

  mutating func clear() {
    isFading = false
    if !groups.isEmpty { groups.removeAll(keepingCapacity: true) }
    newest = (.min, .min, 0)
    isNewest = false
    meanTerms = 0
    meanWeights = 0
  }

  /// The place to add an observation's beliefs at; called once an observation, before its first belief.
  mutating func slot(ofGroup place: Int32, seq: Int64, observedAt: Int64) -> Int {
    isNewest = (observedAt, seq) >= (newest.observedAt, newest.seq)
    if isNewest { newest = (observedAt, seq, 0) }
    // Kept in the order of the groups' names. Few sources know any one indicator, so that a search from the end is short.
    var index = groups.count
    while index > 0, groups[index - 1].place >= place { index -= 1 }
    if index == groups.count {
      groups.append(Group(place: place))
    } else if groups[index].place != place {
      groups.insert(Group(place: place), at: index)
    }
    return index
  }

  mutating func add(_ millionths: Int32, meanTerm: Int64, weight: Double, fades: Bool, slot: Int) {
    isFading = isFading || fades && millionths != 0
    if millionths > 0 {
      groups[slot].malice = max(groups[slot].malice, millionths)
    } else if millionths < 0 {
      groups[slot].benignity = max(groups[slot].benignity, -millionths)
    }
    if isNewest {
      // Of two that are equally strong and opposite the first stands: it has the lower signal name.
      if abs(millionths) > abs(newest.strongest) { newest.strongest = millionths }
    }
    if combiner == .weightedMean {
      meanTerms += meanTerm
      meanWeights += Int64((weight * 1_000_000).rounded())
    }
  }

  func combined() -> Combined {
    let speaksForBenign = groups.contains { $0.benignity > 0 }
    switch combiner {
    case .noisyOr:
      let malice = Int32((Self.one - survival { $0.malice } + Self.hundredth / 2) / Self.hundredth)
      let left = survival { $0.benignity }
      let score = Int32(scaled(UInt64(malice), by: left))
      return Combined(malice: malice, score: score, speaksForBenign: speaksForBenign)
    case .max:
      let malice = Int64(groups.map(\.malice).max() ?? 0)
      let benignity = Int64(groups.map(\.benignity).max() ?? 0)
      let score = Int32((malice * (1_000_000 - benignity) + 50_000_000) / 100_000_000)
      return Combined(malice: score, score: score, speaksForBenign: speaksForBenign)
    case .latest:
      let score = max(0, newest.strongest + 50) / 100
      return Combined(malice: score, score: score, speaksForBenign: speaksForBenign)
    case .weightedMean:
      guard meanTerms > 0, meanWeights > 0 else {
        return Combined(malice: 0, score: 0, speaksForBenign: speaksForBenign)
      }
      // Half up: (2 · 10,000 · terms + weights) / (2 · weights), in a width that cannot overflow.
      let (high, low) = UInt64(meanTerms).multipliedFullWidth(by: 20_000)
      let (sum, carry) = low.addingReportingOverflow(UInt64(meanWeights))
      let score = (2 * UInt64(meanWeights)).dividingFullWidth((high + (carry ? 1 : 0), sum)).quotient
      return Combined(malice: Int32(score), score: Int32(score), speaksForBenign: speaksForBenign)
    }
  }

  private static let one: UInt64 = 1_000_000_000_000_000_000
  private static let hundredth: UInt64 = one / 10_000

  /// `Π(1 − belief)` over the groups in the order of their names.
  @inline(__always)
  private func survival(_ belief: (Group) -> Int32) -> UInt64 {
    var product = Self.one
    for group in groups where belief(group) != 0 {
      let factor = UInt64(1_000_000 - belief(group))
      // product · factor / 1,000,000 rounded down, in two parts that fit 64 bits.
      let (high, low) = product.quotientAndRemainder(dividingBy: 1_000_000)
      product = high * factor + low * factor / 1_000_000
    }
    return product
  }

  /// A number up to 10,000 times a part of one, rounded half up.
  private func scaled(_ number: UInt64, by part: UInt64) -> UInt64 {
    let (high, low) = part.quotientAndRemainder(dividingBy: 1_000_000_000)
    return (number * high + number * low / 1_000_000_000 + 500_000_000) / 1_000_000_000
  }
}
