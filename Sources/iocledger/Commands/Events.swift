import ArgumentParser
import EventLog
import Events
import Indicators
import Ledger
import Output

/// `iocledger events`.
struct Events: LedgerCommand, AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "Print the raw history: every event, oldest first.",
    discussion: """
      About one indicator, or about all. --payload adds what a vendor answered word for word, or a note's text; \
      'payload_encoding' says whether it stands there as json, text or base64, or was erased: then 'erasure' says when, \
      by whom and why. --follow goes on with what is \
      recorded from then on, until Ctrl-C.

      --proof prints instead, for each event, what proves to somebody without the ledger that it is in the log: the \
      event as it is hashed, its way up the tree, and the signed checkpoint. 'verify --proof' checks it.

      Examples:
        iocledger events evil[.]example
        iocledger events --type observation.recorded --limit 50 --payload -o ndjson
        iocledger events --from 6 --limit 1 --proof > event-6.json
        iocledger events --follow --output ndjson | jq -c '[.seq, .type]'
      """)

  @Argument(help: ArgumentHelp("Only about this indicator.", valueName: "ioc"))
  var ioc: String?

  @Option(
    name: .customLong("type"), help: ArgumentHelp("Only this type; repeatable.", valueName: "type"),
    completion: .list(EventType.allCases.map(\.rawValue)), transform: Self.type)
  var types: [EventType] = []

  @Option(help: ArgumentHelp("Only from this event on.", valueName: "seq"))
  var from: Int64 = 1

  @Option(help: ArgumentHelp("At most so many.", valueName: "n"))
  var limit: Int?

  @Flag(name: .customLong("payload"), help: "With the raw answers and texts.")
  var withPayload = false

  @Flag(name: .customLong("proof"), help: "Prove each event against a signed checkpoint; one JSON object a line.")
  var withProof = false

  @Option(
    help: ArgumentHelp("Prove against this checkpoint; else against the newest in the ledger.", valueName: "file"),
    completion: .file())
  var checkpoint: String?

  @Flag(help: "Go on with new events until interrupted.")
  var follow = false

  @OptionGroup var point: PointOptions
  @OptionGroup var options: AnswerOptions

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("--limit must not be negative") }
    if from < 0 { throw ValidationError("--from must not be negative") }
    try validateProof()
    if follow, point.asAt != nil {
      throw ValidationError("--follow goes on after the end of the log; leave out --as-at")
    }
    if follow, options.output == .json {
      throw ValidationError("--follow never ends, and a JSON value must; use --output ndjson")
    }
  }

  private func validateProof() throws {
    if checkpoint != nil, !withProof {
      throw ValidationError("--checkpoint is what --proof proves against; add --proof")
    }
    guard withProof else { return }
    if withPayload { throw ValidationError("a proof holds the hash of a payload, not its bytes; leave out --payload") }
    if follow { throw ValidationError("--proof ends where its checkpoint does; leave out --follow") }
    if options.output == .csv { throw ValidationError("a proof is JSON; use --output json or ndjson") }
  }

  private static func type(_ text: String) throws -> EventType {
    guard let type = EventType(rawValue: text) else {
      throw ValidationError("write one of \(EventType.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return type
  }

  func run() async throws {
    guard follow else { return try answer() }
    try await Interruption.cancelling { try answer() }
  }

  private func answer() throws {
    let indicator = try ioc.map(IndicatorArgument.indicator)
    let session = try Session(options)
    var query = EventQuery()
    query.indicator = indicator
    query.types = types
    query.from = from
    query.limit = limit
    query.withPayload = withPayload
    let point = try point.point(now: session.now)
    if withProof { return try prove(query, at: point, session) }
    var writer = session.list(EventDisplay.display(session, withPayload: withPayload))
    let successions = try session.ledger.successions(at: point)
    var left = limit
    func write(_ event: RecordedEvent, _ payload: Payload) throws {
      left = left.map { $0 - 1 }
      let erasure = payload == .erased ? try session.ledger.erasure(of: event) : nil
      try writer.write(
        EventItem(event: event, payload: payload, erasure: erasure, successor: try successions.successor(of: event)))
    }
    query.from = try session.ledger.events(query, at: point, write) + 1
    while follow, left != 0 {
      try writer.flush()
      guard Pause.untilNextLook() else { break }
      query.from = max(query.from, from)
      query.limit = left
      query.from = try session.ledger.events(query, at: point, write) + 1
    }
    try writer.finish()
    if let request = Interruption.request { throw Failure(request.status) }
  }

  private func prove(_ query: EventQuery, at point: PointInTime, _ session: Session) throws {
    let against = try checkpoint.map { try CheckpointFile(path: $0, allowingStreams: true) }
    var writer = ListWriter(
      format: options.output == .json ? .json : .ndjson, terminal: session.terminal, display: ProofDisplay.display,
      to: DescriptorSink.standardOutput)
    try session.ledger.proofs(query, at: point, against: against) { try writer.write($0) }
    try writer.finish()
  }
}
