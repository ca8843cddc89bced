import ArgumentParser
import JSON
import Ledger
import Output
import Scoring

/// `iocledger rules check`.
struct RulesCheck: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a scorecard before it is used, and name every mistake in it.",
    discussion: """
      Ends with 1 where there is a mistake. The lists it names are looked for in the ledger's lists folder.

      Example:
        iocledger rules check mine.yml
      """)

  @Argument(
    help: ArgumentHelp("A file, or a name in the scorecards folder.", valueName: "scorecard"),
    completion: ScorecardArgument.completion)
  var name: String

  @OptionGroup var options: AnswerOptions

  func run() throws {
    let session = try Session(options)
    do {
      let scorecard = try ScorecardArgument.scorecard(name, in: session.ledger)
      try write(session, id: scorecard.id, name: scorecard.name, problems: [])
    } catch let error as ScorecardError {
      try write(session, id: nil, name: nil, problems: error.problems)
      throw session.output == .table ? Failure(error) : Failure(.failed)
    }
  }

  private func write(_ session: Session, id: String?, name: String?, problems: [ScorecardError.Problem]) throws {
    let answer: JSONValue = [
      "ok": .bool(problems.isEmpty), "id": JSONValue(id), "name": JSONValue(name),
      "problems": .array(
        problems.map {
          ["line": .integer(Int64($0.line)), "message": .string($0.message), "remedy": .string($0.remedy)]
        }),
    ]
    try session.object.write(answer, rows: .elements(of: "problems", fields: ["line", "message", "remedy"])) { _ in
      id.map { [StyledText("good", Style.green.bold) + StyledText(": \(name ?? "") \($0.prefix(12))")] } ?? []
    }
  }
}
