import ArgumentParser

/// Why something is done; kept apart from the event, so that it can be erased.
struct ReasonOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Why.", valueName: "text"))
  var reason: String

  func validate() throws {
    if reason.isBlank { throw ValidationError("--reason is empty; say why, whoever audits this will want to know") }
  }
}
