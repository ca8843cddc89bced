import Connectors
import Ledger
import Output
import Time

/// A run of enrichment, for the commands that start one.
enum Enrichment {
  /// Waits of at most so many milliseconds are not told.
  private static let quietWait: Int64 = 5000

  /// Asks the vendors over the network, with progress on standard error.
  static func run(_ request: EnrichRequest, _ session: Session) async throws -> EnrichReport {
    let transport = try CurlTransport(
      userAgent: Product.nameAndVersion, environment: session.ledger.context.environment)
    let planning = session.progress("looking for what is due", counting: "indicators")
    var asking: ProgressLine?
    var waitsFor: Timestamp?
    let result: Result<EnrichReport, any Error>
    do {
      result = .success(
        try await session.ledger.enrich(request, transport: transport) { progress in
          switch progress {
          case .planning(let indicators): planning.update(to: Int(clamping: indicators))
          case .asking(let report, _):
            planning.finish()
            let line = asking ?? session.progress("enriching", counting: "lookups")
            asking = line
            line.update(to: Int(clamping: report.asked))
          case .waiting(let until, let connector, let reason):
            planning.finish()
            // A vendor's pace of one a second is no news.
            let isLong = until.milliseconds - session.ledger.context.now().milliseconds > Self.quietWait
            if isLong, waitsFor != until { session.messages.note("\(connector): \(reason); waiting until \(until)") }
            waitsFor = until
          }
        })
    } catch {
      result = .failure(error)
    }
    planning.finish()
    asking?.finish()
    await transport.shutdown()
    return try result.get()
  }

  /// How a run ends that did not do all there was to do.
  static func failure(_ report: EnrichReport) -> Failure? {
    if report.isInterrupted {
      return Failure(
        Interruption.request?.status ?? .interrupted, "interrupted; what had arrived is recorded, the rest stays due")
    }
    switch report.outcome {
    case .done: return nil
    case .deferred:
      let due = report.connectors.compactMap(\.dueAt).min().map { "; the first is due at \($0)" } ?? ""
      var notice = Failure(
        .tryLater,
        "\(report.deferred.counted("lookup is", "lookups are")) deferred\(due): run the command again then, or with --wait"
      )
      notice.isNotice = true
      return notice
    case .nothingToAsk:
      guard report.connectors.isEmpty else {
        return Failure(.failed, "no connector that is on answers indicators of this kind")
      }
      return Failure(
        .failed, "no connector is on",
        remedy: "set a key such as VIRUSTOTAL_TOKEN, or switch one on in config.yml; 'iocledger connectors' lists them")
    case .everyKeyRefused:
      return Failure(
        .failed, "every vendor that was asked refused its key", remedy: "'iocledger connectors check' says more")
    }
  }
}
