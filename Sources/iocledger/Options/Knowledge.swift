import ArgumentParser

/// What `--as-at` takes: an event's number, or a time by which something was recorded.
enum Knowledge {
  case seq(Int64)
  case moment(Moment)

  init(parsing text: String) throws {
    if text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let seq = Int64(text) {
      self = .seq(seq)
    } else {
      guard let moment = try? Moment(parsing: text) else {
        throw ValidationError("write the number of an event, or a time such as 2026-11-24T13:09:33Z, 2026-11-24 or 2d")
      }
      self = .moment(moment)
    }
  }
}
