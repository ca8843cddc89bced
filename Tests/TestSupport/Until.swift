/// Gives way to other tasks until something is so; throws where the test is cancelled, so that what never comes does not
/// hang the run.
public func until(isolation: isolated (any Actor)? = #isolation, _ isSo: () async -> Bool) async throws {
  while await !isSo() {
    try Task.checkCancellation()
    await Task.yield()
  }
}
