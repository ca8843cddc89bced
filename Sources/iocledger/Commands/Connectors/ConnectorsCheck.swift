import ArgumentParser
import Connectors
import EventLog
import Ledger
import Output

/// `iocledger connectors check`.
struct ConnectorsCheck: LedgerCommand, AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Ask the vendors whether the keys are good.",
    discussion: """
      Sends no indicator, records nothing, and uses up no quota where the vendor allows that. Ends with 1 where a \
      connector does not work, with 75 where one wants to be asked later.

      Examples:
        iocledger connectors check
        iocledger connectors check virustotal --output json
      """)

  @Argument(
    help: ArgumentHelp("The connectors; all that are on unless given.", valueName: "name"),
    completion: ConnectorArgument.completion)
  var names: [String] = []

  @OptionGroup var options: AnswerOptions

  func run() async throws {
    try await Interruption.cancelling {
      let session = try Session(options)
      let checks = try await check(session)
      var writer = session.list(
        ListDisplay<ConnectorCheck>(
          fields: ["name", "result", "detail", "status"], payload: { $0.json },
          columns: [
            Column("connector") { StyledText($0.name, .bold) },
            Column("result") { StyledText($0.verdict.rawValue, Self.style($0.verdict)) },
            Column("", minimumWidth: 20) { StyledText($0.detail) },
          ]))
      for check in checks { try writer.write(check) }
      try writer.finish()
      let verdicts = Set(checks.map(\.verdict))
      if verdicts.contains(.failed) { throw Failure(.failed) }
      if verdicts.contains(.limited) { throw Failure(.tryLater) }
      if verdicts == [.off] {
        throw Failure(
          .failed, "\(checks.count == 1 ? "the connector is off" : "no connector is on"), so nothing was checked",
          remedy: "set its key, or switch it on in \(session.ledger.folder.configuration)")
      }
    }
  }

  private func check(_ session: Session) async throws -> [ConnectorCheck] {
    let transport = try CurlTransport(
      userAgent: Product.nameAndVersion, environment: session.ledger.context.environment)
    do {
      let checks = try await session.ledger.checkConnectors(names, transport: transport)
      await transport.shutdown()
      return checks
    } catch {
      await transport.shutdown()
      throw error
    }
  }

  private static func style(_ verdict: ConnectorCheck.Verdict) -> Style {
    switch verdict {
    case .working: .green
    case .failed: .red
    case .limited: .yellow
    case .off: .dim
    }
  }
}
