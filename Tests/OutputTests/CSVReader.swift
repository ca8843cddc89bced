/// Reads RFC 4180 to the letter: CRLF between records, quotes doubled inside quoted fields; nil for anything else.
///
/// It works on scalars because CRLF is one `Character`.
func readCSV(_ text: String) -> [[String]]? {
  var records: [[String]] = []
  var record: [String] = []
  var field = String.UnicodeScalarView()
  var scalars = text.unicodeScalars.makeIterator()
  var next = scalars.next()
  while let scalar = next {
    next = scalars.next()
    switch scalar {
    case "\"":
      guard field.isEmpty else { return nil }
      while true {
        guard let inner = next else { return nil }
        next = scalars.next()
        if inner == "\"" {
          guard next == "\"" else { break }
          next = scalars.next()
        }
        field.append(inner)
      }
      guard next == "," || next == "\r" else { return nil }
    case ",":
      record.append(String(field))
      field = String.UnicodeScalarView()
    case "\r":
      guard next == "\n" else { return nil }
      next = scalars.next()
      records.append(record + [String(field)])
      record = []
      field = String.UnicodeScalarView()
    case "\n": return nil
    default: field.append(scalar)
    }
  }
  return record.isEmpty && field.isEmpty ? records : nil
}
