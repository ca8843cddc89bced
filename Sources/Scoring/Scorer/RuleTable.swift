import Events

/// Rules laid out for looking up: what a signal's value means, found without copying or allocating anything.
///
/// Texts are compared without regard to ASCII case, because vendors change it (`Malicious`, `MALICIOUS`); numbers by
/// value, so that `2` stands for 2, for 2.0 and for the text "2"; `true` and `false` stand for bools and for texts.
final class RuleTable: Sendable {
  private let rules: [Rule]
  private let points: [Point]
  private let numbers: [Point]
  private let texts: [Text]
  /// Open addressing, for each rule a power of two of places, at most half full: the index of a text, or −1.
  private let slots: [Int32]
  /// The texts in lower case, one after the other.
  private let bytes: [UInt8]

  private struct Rule {
    var points: Range<Int>
    /// Sorted by their values.
    var numbers: Range<Int>
    var firstSlot: Int
    /// One less than the number of slots; −1 where no values are listed.
    var slotMask: Int
    var yes: Double?
    var no: Double?
  }

  private struct Point {
    let x: Double
    let y: Double
  }

  private struct Text {
    let start: Int
    let count: Int
    let belief: Double
  }

  init(_ written: [SignalRule]) {
    var rules: [Rule] = []
    var points: [Point] = []
    var numbers: [Point] = []
    var texts: [Text] = []
    var slots: [Int32] = []
    var bytes: [UInt8] = []
    for rule in written {
      let curve = rule.curve.map { zip($0.xs, $0.ys).map { Point(x: $0, y: $1) } } ?? []
      let listed = rule.values.compactMap { value in
        Double(value.text).flatMap { $0.isFinite ? Point(x: $0, y: value.belief) : nil }
      }.sorted { $0.x < $1.x }
      var size = rule.values.isEmpty ? 0 : 4
      while size < rule.values.count * 2 { size *= 2 }
      func belief(_ text: String) -> Double? { rule.values.first { $0.text.lowercased() == text }?.belief }
      rules.append(
        Rule(
          points: points.count..<points.count + curve.count, numbers: numbers.count..<numbers.count + listed.count,
          firstSlot: slots.count, slotMask: size - 1, yes: belief("true"), no: belief("false")))
      points += curve
      numbers += listed
      let firstSlot = slots.count
      slots += repeatElement(-1, count: size)
      for value in rule.values {
        let lowered = value.text.utf8.map(Self.lowered)
        var slot = lowered.withUnsafeBytes(Self.hash) & (size - 1)
        while slots[firstSlot + slot] >= 0 { slot = (slot + 1) & (size - 1) }
        slots[firstSlot + slot] = Int32(texts.count)
        texts.append(Text(start: bytes.count, count: lowered.count, belief: value.belief))
        bytes += lowered
      }
    }
    self.rules = rules
    self.points = points
    self.numbers = numbers
    self.texts = texts
    self.slots = slots
    self.bytes = bytes
  }

  /// Calls `body` with each belief that a value stands for, and with the list element that gave it and its index, or
  /// with the value as a whole and −1.
  @inline(__always)
  func forEachBelief(
    rule index: Int, in value: EncodedValue, _ body: (_ belief: Double, _ part: EncodedValue, _ element: Int32) -> Void
  ) {
    let rule = rules[index]
    if value.isList {
      if rule.slotMask >= 0 {
        var element: Int32 = 0
        value.forEachElement { part in
          if let belief = belief(of: part, rule) { body(belief, part, element) }
          element += 1
        }
      }
      if !rule.points.isEmpty, let count = value.listCount { body(height(at: Double(count), rule.points), value, -1) }
      return
    }
    if rule.slotMask >= 0, let belief = belief(of: value, rule) { return body(belief, value, -1) }
    guard !rule.points.isEmpty, let number = value.double, number.isFinite else { return }
    body(height(at: number, rule.points), value, -1)
  }

  /// The belief that a scalar is listed with; nil for lists.
  private func belief(of value: EncodedValue, _ rule: Rule) -> Double? {
    if let text = value.utf8 { return belief(ofText: text, rule) }
    if let truth = value.bool { return truth ? rule.yes : rule.no }
    guard !rule.numbers.isEmpty, let number = value.double else { return nil }
    let place = firstPoint(in: rule.numbers, of: numbers) { $0.x >= number }
    return place < rule.numbers.upperBound && numbers[place].x == number ? numbers[place].y : nil
  }

  private func belief(ofText text: UnsafeRawBufferPointer, _ rule: Rule) -> Double? {
    var slot = Self.hash(text) & rule.slotMask
    while slots[rule.firstSlot + slot] >= 0 {
      let candidate = texts[Int(slots[rule.firstSlot + slot])]
      if isEqual(candidate, text) { return candidate.belief }
      slot = (slot + 1) & rule.slotMask
    }
    return nil
  }

  private func isEqual(_ candidate: Text, _ text: UnsafeRawBufferPointer) -> Bool {
    guard candidate.count == text.count else { return false }
    for offset in 0..<text.count where bytes[candidate.start + offset] != Self.lowered(text[offset]) { return false }
    return true
  }

  /// A curve's value.
  private func height(at x: Double, _ range: Range<Int>) -> Double {
    let right = firstPoint(in: range, of: points) { $0.x >= x }
    guard right > range.lowerBound else { return points[right].y }
    let from = points[right - 1]
    guard right < range.upperBound else { return from.y }
    let to = points[right]
    return from.y + (to.y - from.y) * ((x - from.x) / (to.x - from.x))
  }

  /// The first point of a range for which a test holds, which holds for all behind it too.
  @inline(__always)
  private func firstPoint(in range: Range<Int>, of points: [Point], where test: (Point) -> Bool) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = (low + high) / 2
      if test(points[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  @inline(__always)
  private static func lowered(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  /// FNV-1a over the lowered bytes.
  private static func hash(_ text: UnsafeRawBufferPointer) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text { hash = (hash ^ UInt64(lowered(byte))) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: hash ^ hash >> 32)
  }
}
