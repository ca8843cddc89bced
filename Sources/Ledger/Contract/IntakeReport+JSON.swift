import JSON

extension IntakeReport {
  /// The answer of `ingest`: `{read,new,known,events,skipped,rejected:[…],rejected_total,seq,ignored:[…]}`.
  public var json: JSONValue {
    [
      "read": .integer(read), "new": .integer(new), "known": .integer(known), "events": .integer(events),
      "skipped": .integer(skipped), "rejected": .array(rejected.map(\.json)),
      "rejected_total": .integer(rejectedTotal), "seq": .integer(seq),
      "ignored": .array(ignored.map(\.json)),
    ]
  }

  /// Adds what became of another input, which was read with ``Intake/init(_:options:file:after:)`` after these.
  public mutating func add(_ other: IntakeReport) {
    read += other.read
    new += other.new
    known += other.known
    events += other.events
    skipped += other.skipped
    rejected += other.rejected.prefix(Self.keptRejections - rejected.count)
    rejectedTotal += other.rejectedTotal
    ignored += other.ignored
    seq = max(seq, other.seq)
    touched.formUnion(other.touched)
    fresh.formUnion(other.fresh)
    relationships.formUnion(other.relationships)
  }
}

extension RejectedLine {
  /// One of `rejected` or `ignored`: `{file,line,text,reason}`.
  public var json: JSONValue {
    ["file": .string(file), "line": .integer(Int64(line)), "text": .string(text), "reason": .string(reason)]
  }
}
