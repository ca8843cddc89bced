import Events
import Indicators
import JSON
import Time

/// Reads STIX 2.0 and 2.1: a bundle, a TAXII envelope, a single object, an array of those, or one of them a line.
///
/// Objects pass one at a time, so that an input of any size is read in flat memory. What they refer to may come later:
/// relationships and sightings wait until both ends are known, at most to the end, and objects under a marking that is
/// not yet defined wait for its definition.
///
/// - An **indicator** gives a statement for each value its pattern names, with `feed.listed`. Its time is `modified`,
///   when the source last stood by it; `valid_from` is when it was first seen, `valid_until` the end of what it says. One
///   that is revoked, or benign by its types or labels, has `feed.listed: false`. Its id and `modified` say which version
///   of it speaks.
/// - An **observable** was there, and nothing more is said: its statement has `feed.observed: true` and no `feed.listed`.
///   Where an indicator of the input names the same value, an observation with a time is a sighting instead, and a bare
///   observable is left out: see ``StixObservableQueue``.
/// - All other objects are **entities**; relationships and sightings are what they are called, and an opinion that
///   disagrees with an indicator is a negative sighting.
/// - Every object is under the strictest of its markings: see ``StixMarks`` and ``StixHeldItems``.
public struct StixReader: IntakeReader {
  private var stream: JSONStream
  private var context = StixContext()
  private var document = StixDocument()
  private var isFinished = false
  private var items = 0
  /// In reverse, so that the next item is the last.
  private var pending: [IntakeItem] = []

  /// Reads from a source.
  public init(_ source: @escaping ByteSource) {
    stream = JSONStream(UTF16Decoder.decoding(source), choose: StixDocument.choose)
  }

  /// The next item, or nil at the end of the input.
  public mutating func next() throws -> IntakeItem? {
    while pending.isEmpty {
      if isFinished { return nil }
      try step()
    }
    items += 1
    return pending.popLast()
  }

  private mutating func step() throws {
    do {
      guard let part = try stream.next() else { return try finish(damage: nil) }
      switch try document.take(part) {
      case .object(let json, let line): context.take(json, line: line)
      case .rejected(let rejection): context.emit([.rejected(rejection)])
      case nil: break
      }
      pending = context.release()
    } catch let error as JSONError {
      try finish(damage: error)
    }
  }

  /// Lets go of everything that waits for something that will not come any more.
  private mutating func finish(damage: JSONError?) throws {
    isFinished = true
    context.finish()
    var rest = context.release()
    if let damage {
      let reason = "the JSON is damaged: \(damage.message); what came before was taken in"
      guard items + rest.count > 0 else {
        throw IntakeError(line: damage.line, "the JSON cannot be read: \(damage.message)")
      }
      rest.insert(.rejected(Rejection(line: damage.line, text: "", reason: reason)), at: 0)
    } else if document.isForeign, !context.hasSeenObject {
      throw IntakeError(
        line: 1, "this JSON holds no STIX object; expected a bundle, an object with type and id, or an array of those")
    }
    pending = rest
  }
}
