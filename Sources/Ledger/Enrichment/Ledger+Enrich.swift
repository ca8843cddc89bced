import Connectors

extension Ledger {
  /// Asks vendors about everything that is due, within their budgets, and records what they say.
  ///
  /// What is sent, and every answer, is in the log before the next step depends on it, so that stopping at any moment
  /// loses nothing: when the task is cancelled, what has arrived is recorded and the report tells of it. A dry run
  /// works on a ledger that was opened for reading. `clock` waits and measures; its time of day should be the
  /// context's.
  public nonisolated(nonsending) func enrich(
    _ request: EnrichRequest = EnrichRequest(), transport: any HTTPTransport, clock: LookupClock? = nil,
    progress: (EnrichProgress) -> Void = { _ in }
  ) async throws -> EnrichReport {
    try request.validate()
    let configuration = try Configuration(folder: folder, environment: context.environment)
    let run = try EnrichmentRun(
      self, request, configuration, transport: transport, clock: clock ?? .system(now: context.now))
    return request.isDryRun ? try run.dryRun(progress) : try await run.run(progress)
  }
}
