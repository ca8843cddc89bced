import Indicators
import Interchange

/// A source that hands out bytes in pieces of a size, so that every boundary is tried.
func textSource(_ bytes: [UInt8], of size: Int = 1 << 16) -> ByteSource {
  var position = 0
  return {
    let end = min(position + size, bytes.count)
    defer { position = end }
    return Array(bytes[position..<end])
  }
}

/// A source of a text.
func textSource(_ text: String, of size: Int = 1 << 16) -> ByteSource { textSource(Array(text.utf8), of: size) }

/// All items of a reader.
func textItems(_ reader: some IntakeReader) throws -> [IntakeItem] {
  var reader = reader
  var items: [IntakeItem] = []
  while let item = try reader.next() { items.append(item) }
  return items
}

/// What is found in prose, each as `kind value`.
func foundInProse(_ text: String) throws -> [String] {
  try textItems(ProseReader(textSource(text))).compactMap { item in
    guard case .statement(let statement) = item else { return nil }
    return "\(statement.indicator.kind.rawValue) \(statement.indicator.value)"
  }
}
