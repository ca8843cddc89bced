/// On which scale a column states how sure its source is: the whole column tells, one cell does not.
enum ConfidenceScale: Hashable {
  /// From 0 to 100.
  case percent
  /// From 0 to 1, as a column with 0.95 in it is: there 1 is certainty.
  case share
  /// Nothing but 0 and 1, which may be shares, percent or yes and no: none is believed.
  case open

  /// The scale of a column's cells.
  init(of cells: [Substring]) {
    let numbers = cells.compactMap { cell -> (value: Double, isWhole: Bool)? in
      guard cell.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }) else { return nil }
      return Double(cell).map { ($0, !cell.utf8.contains(UInt8(ascii: "."))) }
    }
    guard !numbers.isEmpty, numbers.allSatisfy({ $0.value <= 1 }) else {
      self = .percent
      return
    }
    self = numbers.contains { !$0.isWhole } ? .share : numbers.contains { $0.value == 1 } ? .open : .percent
  }

  /// What a cell says; nil where it says nothing on this scale.
  func confidence(_ cell: String) -> Confidence? {
    switch self {
    case .percent: return Confidence(parsing: cell)
    case .share:
      guard let number = Double(cell) else { return Confidence(parsing: cell) }
      return number <= 1 ? Confidence(number * 100) : nil
    case .open: return Double(cell) == nil ? Confidence(parsing: cell) : nil
    }
  }
}
