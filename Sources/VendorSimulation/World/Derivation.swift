import Crypto

/// Numbers drawn from a text, the same ones for the same text on every machine and in every run.
///
/// Each draw has a name of its own, so that adding one does not move the others.
struct Derivation: Sendable {
  let seed: String

  init(_ seed: String) { self.seed = seed }

  /// A whole number from a range.
  func number(_ name: String, in range: ClosedRange<Int>) -> Int {
    let digest = SHA256.hash(data: Array("\(name)|\(seed)".utf8))
    let value = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return range.lowerBound + Int(value % UInt64(range.count))
  }

  /// True in so many cases of a hundred.
  func chance(_ name: String, percent: Int) -> Bool {
    number(name, in: 0...99) < percent
  }

  /// One element of a list that has some.
  func pick<Element>(_ name: String, from elements: [Element]) -> Element {
    elements[number(name, in: 0...(elements.count - 1))]
  }

  /// Up to `count` different elements of a list, in the list's order.
  func some<Element>(_ name: String, _ count: ClosedRange<Int>, from elements: [Element]) -> [Element] {
    let wanted = min(number(name, in: count), elements.count)
    let ranked = elements.indices.sorted {
      number("\(name)\($0)", in: 0...(1 << 40)) < number("\(name)\($1)", in: 0...(1 << 40))
    }
    return ranked.prefix(wanted).sorted().map { elements[$0] }
  }

  /// So many hexadecimal digits.
  func hexadecimal(_ name: String, digits: Int) -> String {
    var text = ""
    var round = 0
    while text.count < digits {
      text += SHA256.hash(data: Array("\(name)\(round)|\(seed)".utf8)).hexadecimal
      round += 1
    }
    return String(text.prefix(digits))
  }
}

extension Sequence<UInt8> {
  /// The bytes as lower-case hexadecimal digits.
  var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
