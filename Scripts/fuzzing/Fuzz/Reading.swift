import Foundation
import Indicators
import Interchange
import TestSupport

/// What a reader makes of an input: its items, and why it stopped where it did.
struct Reading: Equatable {
  var items: [IntakeItem] = []
  var failure: String?

  /// Reads to the end, which has to stay the end.
  init(_ makeReader: () throws -> any IntakeReader) {
    do {
      var reader = try makeReader()
      while let item = try reader.next() { items.append(item) }
      require(try reader.next() == nil, "there is an item behind the end")
    } catch {
      failure = String(describing: error)
    }
  }
}

/// The input in one piece.
func whole(_ bytes: [UInt8]) -> ByteSource {
  var rest = bytes
  return {
    defer { rest = [] }
    return rest
  }
}

/// The input in pieces of 1 to 40 bytes.
func pieces(_ bytes: [UInt8]) -> ByteSource {
  var draws = draw(from: bytes)
  var position = 0
  return {
    let end = min(position + Int.random(in: 1...40, using: &draws), bytes.count)
    defer { position = end }
    return Array(bytes[position..<end])
  }
}

/// Checks a reader on an input: its items are sound, and the same whatever the pieces.
func check(_ bytes: [UInt8], _ makeReader: (@escaping ByteSource) throws -> any IntakeReader) {
  let reading = Reading { try makeReader(whole(bytes)) }
  require(reading == Reading { try makeReader(pieces(bytes)) }, "pieces change what is read")
  for item in reading.items { check(item, lines: bytes.count + 1) }
  if let failure = reading.failure { require(!failure.isEmpty, "a failure says nothing") }
}

/// Checks of now and then an input that much of it takes no more than its share of time.
///
/// `joined` makes a large input of copies of this one. A quarter of a megabyte takes a tenth of a second at most; two
/// seconds of the processor's time mean that something grows faster than the input.
func checkTime(
  _ bytes: [UInt8], joined: ([UInt8], Int) -> [UInt8], _ makeReader: (@escaping ByteSource) throws -> any IntakeReader
) {
  var draws = draw(from: bytes)
  guard !bytes.isEmpty, draws.next().isMultiple(of: 200) else { return }
  let large = joined(bytes, (256 << 10) / bytes.count + 1)
  let start = clock()
  _ = Reading { try makeReader(whole(large)) }
  let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
  require(seconds < 2, "\(large.count) bytes take \(seconds) s")
}

/// Copies with nothing, a line break or a blank between them.
func joinedText(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
  let separators: [[UInt8]] = [[], [0x0A], [0x20]]
  return Array(Array(repeating: bytes, count: count).joined(separator: separators[bytes.count % 3]))
}

/// An array of copies.
func joinedJSON(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
  [UInt8(ascii: "[")] + Array(repeating: bytes, count: count).joined(separator: [UInt8(ascii: ",")])
    + [UInt8(ascii: "]")]
}
