/// What an event says: named, typed values, kept sorted by the UTF-8 bytes of their names.
///
/// A name with a dot (`virustotal.malicious`) is a signal, which scorecards may weigh; a name without one (`status`,
/// `label`, `until`) is a field of the event itself.
public struct Facts: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  /// The facts in the order of their names.
  public private(set) var entries: [Entry] = []

  /// One named value.
  public struct Entry: Hashable, Sendable {
    /// The name, with a dot for signals.
    public let name: String
    /// What is said under that name.
    public var value: SignalValue

    /// Whether scorecards may weigh it.
    public var isSignal: Bool { name.utf8.contains(UInt8(ascii: ".")) }
  }

  /// No facts.
  public init() {}

  /// Facts in any order; of a name given twice the last one counts.
  public init(dictionaryLiteral elements: (String, SignalValue)...) {
    for (name, value) in elements { self[name] = value }
  }

  /// The value of a name, or nil where there is none; setting nil removes it.
  public subscript(name: String) -> SignalValue? {
    get {
      let index = position(of: name)
      return holds(name, at: index) ? entries[index].value : nil
    }
    set {
      let index = position(of: name)
      switch (newValue, holds(name, at: index)) {
      case (let value?, true): entries[index].value = value
      case (let value?, false): entries.insert(Entry(name: name, value: value), at: index)
      case (nil, true): entries.remove(at: index)
      case (nil, false): break
      }
    }
  }

  /// Whether the values can be read back: their lists are not nested more deeply than the encoding allows.
  public var isEncodable: Bool { entries.allSatisfy { $0.value.depth <= Self.maximumDepth } }

  /// Only the signals.
  public var signals: [Entry] { entries.filter(\.isSignal) }

  /// Takes over all of the other's facts; where both have a name, the other's value counts.
  public mutating func merge(_ other: Facts) {
    for entry in other.entries { self[entry.name] = entry.value }
  }

  /// Whether the entry at an index has a name, compared by bytes as everything that is hashed.
  private func holds(_ name: String, at index: Int) -> Bool {
    index < entries.count && entries[index].name.utf8.elementsEqual(name.utf8)
  }

  /// The index at which a name is or would be inserted.
  private func position(of name: String) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].name.utf8.lexicographicallyPrecedes(name.utf8) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
