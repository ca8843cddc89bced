import Time

/// The area inside a chart's axes: Braille characters of two by four dots, or one dot a character in plain ASCII.
struct ChartCanvas {
  let scale: ChartScale
  private let isUTF8: Bool
  private let dotsAcross: Int
  private let dotsDown: Int
  private var dots: [UInt8]
  private var isMarked: [Bool]

  init(scale: ChartScale, isUTF8: Bool) {
    self.scale = scale
    self.isUTF8 = isUTF8
    dotsAcross = isUTF8 ? 2 : 1
    dotsDown = isUTF8 ? 4 : 1
    dots = [UInt8](repeating: 0, count: scale.columns * scale.rows)
    isMarked = [Bool](repeating: false, count: scale.columns * scale.rows)
  }

  var dotColumns: Int { scale.columns * dotsAcross }

  /// The first and the last moment that a column of dots stands for.
  func moments(inDotColumn column: Int) -> (first: Timestamp, last: Timestamp) {
    let first = scale.moment(ofPart: column, count: dotColumns)
    let next = scale.moment(ofPart: column + 1, count: dotColumns)
    if column == dotColumns - 1 { return (first, next) }
    return (first, max(first, Timestamp(milliseconds: next.milliseconds - 1)))
  }

  /// Sets every dot between two scores.
  mutating func line(inDotColumn column: Int, from lowest: Int, to highest: Int) {
    let top = scale.row(of: highest, count: scale.rows * dotsDown)
    let bottom = scale.row(of: lowest, count: scale.rows * dotsDown)
    for row in top...bottom {
      let index = row / dotsDown * scale.columns + column / dotsAcross
      let plain = top == bottom ? Self.level : Self.step
      dots[index] |= isUTF8 ? Self.braille[row % dotsDown][column % dotsAcross] : plain
    }
  }

  /// Marks an event.
  mutating func mark(at moment: Timestamp, hundredths: Int) {
    let row = scale.row(of: hundredths, count: scale.rows * dotsDown) / dotsDown
    isMarked[row * scale.columns + scale.part(of: moment, count: scale.columns)] = true
  }

  /// What is drawn in a character's place, or nil where nothing is.
  func character(row: Int, column: Int) -> Character? {
    let index = row * scale.columns + column
    if isMarked[index] { return isUTF8 ? "●" : "o" }
    guard dots[index] != 0 else { return nil }
    guard isUTF8 else { return dots[index] & Self.step != 0 ? "|" : "-" }
    return Unicode.Scalar(0x2800 + UInt32(dots[index])).map { Character($0) }
  }

  /// The bit of each dot in a Braille character, by row and column (Unicode block U+2800).
  private static let braille: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
  private static let level: UInt8 = 1
  private static let step: UInt8 = 2
}
