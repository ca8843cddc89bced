/// Ranks drawn so that rank r is r times rarer than rank 1: a few indicators are in every feed, most are seen once.
struct ZipfDistribution {
  private let cumulative: [Double]

  init(count: Int) {
    var sum = 0.0
    cumulative = (1...max(1, count)).map { rank in
      sum += 1 / Double(rank)
      return sum
    }
  }

  /// A rank, from 0.
  func draw(_ random: inout RandomNumbers) -> Int {
    let part = Double(random.next() >> 11) / Double(1 << 53) * (cumulative.last ?? 1)
    var low = 0
    var high = cumulative.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] < part { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
