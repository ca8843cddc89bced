import EventLog
import Views

extension Ledger {
  /// Runs the closure with the right to append; when this returns, what it appended is durable and in the views.
  func write<Result>(_ body: (Writer) throws -> Result) throws -> Result {
    try log.exclusively {
      let views = try usableViews()
      let result = try append { try body(Writer($0, views, log, context)) }
      // The events are durable whatever happens to the views, and a caller who heard of a failure would say the same
      // again: damaged or stuck, the views are opened anew by whoever needs them next.
      do { try views.catchUp(with: log) } catch { forgetViews() }
      try translatingErrors { try log.checkpointIfLarge() }
      return result
    }
  }

  /// Does the same for one of many transactions: the views take in what it appended while the next one is written.
  ///
  /// Until ``settleViews()`` they may be one transaction behind.
  func writeAhead<Result>(_ body: (Writer) throws -> Result) throws -> Result {
    try log.exclusively {
      guard let (views, follower) = try? followedViews() else {
        forgetViews()
        return try write(body)
      }
      follower.begin()
      defer { if !follower.finish() { forgetViews() } }
      let result = try append { try body(Writer($0, views, log, context, follower: follower)) }
      self.follower = (follower, try log.head())
      // Not while the follower reads the log.
      if follower.finish() { try translatingErrors { try log.checkpointIfLarge() } }
      return result
    }
  }

  /// Brings the views up to date after ``writeAhead(_:)``.
  func settleViews() throws {
    guard follower != nil else { return }
    follower = nil
    try log.exclusively {
      do { _ = try writableViews() } catch { forgetViews() }
    }
  }

  private func append<Result>(_ body: (Appender) throws -> Result) throws -> Result {
    let context = self.context
    return try log.write(AppendContext(now: context.now, salt: { context.random(32) }), body)
  }

  /// The writer's views, in memory where no file of them can be had: that is no reason to record nothing.
  private func usableViews() throws -> Views {
    do {
      return try writableViews()
    } catch {
      forgetViews()
      // Where it is the log that is damaged, the error comes again.
      return try translatingErrors { try Views.inMemory(for: log) }
    }
  }

  private func forgetViews() { (writerViews, openViews, follower) = (nil, nil, nil) }

  /// The writer's views, which stay open from one transaction to the next unless somebody rebuilt them in between.
  private func writableViews() throws -> Views {
    let file = Files.destination(ofLink: folder.views)
    if let open = writerViews, open.file == file, file != nil, open.views.isInPlace {
      try open.views.catchUp(with: log)
      return open.views
    }
    let views = try Views.writable(for: log)
    writerViews = (views, Files.destination(ofLink: folder.views))
    return views
  }

  /// Views that lack at most what this process appended last, and who brings them that.
  private func followedViews() throws -> (Views, ViewsFollower) {
    if let open = writerViews, open.file == Files.destination(ofLink: folder.views), open.views.isInPlace, let follower,
      try log.head() == follower.head
    {
      return (open.views, follower.follower)
    }
    let views = try writableViews()
    let follower = ViewsFollower(folder)
    self.follower = (follower, try log.head())
    return (views, follower)
  }
}
