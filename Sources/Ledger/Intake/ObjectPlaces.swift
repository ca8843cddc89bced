import Views

/// Of what objects have spoken in the last batches, which the views may not hold yet.
struct ObjectPlaces: Sendable {
  private var now: [String: [Int64: ObjectPlace]] = [:]
  private var before: [String: [Int64: ObjectPlace]] = [:]

  /// Notes what an object says about a stream.
  mutating func note(_ object: String, stream: Int64, _ place: ObjectPlace) {
    let last = now[object]?[stream]
    if last.map({ $0 < place }) ?? true { now[object, default: [:]][stream] = place }
  }

  /// What is noted of an object, joined with what the views hold.
  func joined(with held: [Int64: ObjectPlace], of object: String) -> [Int64: ObjectPlace] {
    held.merging(before[object] ?? [:]) { max($0, $1) }.merging(now[object] ?? [:]) { max($0, $1) }
  }

  /// For the next batch, when the one before this one is in the views; `keepsAll` where nothing ever gets there.
  func forNextBatch(keepsAll: Bool) -> ObjectPlaces {
    var next = ObjectPlaces()
    next.before = keepsAll ? before.merging(now) { $0.merging($1) { max($0, $1) } } : now
    return next
  }
}
