/// A text told apart by its bytes, as in the database and in hashes: to Swift, two spellings of `é` are equal.
struct ByteText: Hashable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: ByteText, right: ByteText) -> Bool {
    var (left, right) = (left.text, right.text)
    // Over buffers, because comparing the views goes through an iterator for every byte.
    return left.withUTF8 { left in right.withUTF8 { right in left.count == right.count && left.elementsEqual(right) } }
  }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
