import Events

/// What single values of a signal mean: beliefs by plain text, as a scorecard's `values` lists them.
///
/// Texts are compared without regard to ASCII case, because vendors change it (`Malicious`, `MALICIOUS`); numbers by
/// value, so that `2` stands for 2, for 2.0 and for the text "2"; `true` and `false` stand for bools and for texts.
struct ValueTable: Hashable, Sendable {
  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  /// Open addressing: the index of an entry, or −1; a power of two, at most half full.
  private var slots: [Int32]
  private var numbers: [Double: Double] = [:]

  private struct Entry: Hashable {
    let start: Int
    let count: Int
    let belief: Double
  }

  /// Beliefs by plain text; the texts differ in more than case.
  init(_ values: [(text: String, belief: Double)]) {
    var size = 4
    while size < values.count * 2 { size *= 2 }
    slots = Array(repeating: -1, count: size)
    for (text, belief) in values {
      let lowered = text.utf8.map(Self.lowered)
      if let number = Double(text), number.isFinite { numbers[number] = belief }
      var slot = lowered.withUnsafeBytes(Self.hash) & (size - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Int32(entries.count)
      entries.append(Entry(start: bytes.count, count: lowered.count, belief: belief))
      bytes += lowered
    }
  }

  /// The belief that a scalar stands for; nil where the table does not list it, and for lists.
  func belief(of value: EncodedValue) -> Double? {
    if let text = value.utf8 { return belief(ofText: text) }
    if let truth = value.bool { return truth ? Self.yes.withUTF8Buffer { belief(ofText: .init($0)) } : no }
    return value.double.flatMap { numbers[$0] }
  }

  private static let yes: StaticString = "true"
  private var no: Double? { ("false" as StaticString).withUTF8Buffer { belief(ofText: UnsafeRawBufferPointer($0)) } }

  private func belief(ofText text: UnsafeRawBufferPointer) -> Double? {
    var slot = Self.hash(text) & (slots.count - 1)
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if isEqual(entry, text) { return entry.belief }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private func isEqual(_ entry: Entry, _ text: UnsafeRawBufferPointer) -> Bool {
    guard entry.count == text.count else { return false }
    for offset in 0..<entry.count where bytes[entry.start + offset] != Self.lowered(text[offset]) { return false }
    return true
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
