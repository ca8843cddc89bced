/// Reads JSON that is neither STIX, MISP nor a table as text, and says so.
struct JSONTextReader: IntakeReader {
  private var prose: ProseReader
  private var note: IntakeItem?

  init(_ source: @escaping ByteSource, beginning: [UInt8], _ citations: CitationPolicy) {
    prose = ProseReader(JSONText.decoding(source), citations: citations)
    let reason = "this is JSON, but neither STIX 2, MISP nor a list of objects that name indicators: it is read as text"
    let text = String(decoding: beginning.prefix(60), as: UTF8.self)
    note = .ignored(Rejection(line: 1, text: text, reason: reason))
  }

  mutating func next() throws -> IntakeItem? {
    if let note {
      self.note = nil
      return note
    }
    return try prose.next()
  }
}
