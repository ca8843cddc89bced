import Indicators
import Time

/// Asks one vendor about one indicator, with all attempts that one lookup may take.
///
/// Quota, freshness and privacy are decided before; the caller appends `lookup.started` before each request and the
/// outcome after.
public enum Lookup {
  /// How long one attempt may take as a whole, from the connection to the last byte.
  public static let attemptLimit = Duration.seconds(20)

  /// What one request led to.
  public enum Step: Sendable {
    /// There is no more to try.
    case over(LookupOutcome)
    /// Another request may go better, and now is its time.
    case again(LookupRetry)
  }

  /// Sends one request, the first of a lookup or another one, and gives what it led to; where another one may go better
  /// it waits for that one's time first.
  ///
  /// Throws only where the task was cancelled: then nothing was learnt, and the lookup is due again.
  ///
  /// - Parameters:
  ///   - retry: what was tried before.
  ///   - patience: how long to wait for further attempts in all.
  public static func step(
    _ indicator: Indicator, with settings: ConnectorSettings, over transport: any HTTPTransport, clock: LookupClock,
    after retry: LookupRetry? = nil, patience: Duration = Retry.budget
  ) async throws(CancellationError) -> Step {
    let connector = settings.connector
    guard let request = connector.request(for: indicator, at: settings.baseURL, key: settings.key) else {
      let failure = LookupFailure(.badRequest, "\(connector.name) does not answer this kind, or its key is missing")
      return .over(LookupOutcome(failed: failure, at: clock.now(), attempts: 0))
    }
    let exchange = try await exchange(request, key: settings.key, over: transport, clock: clock, after: retry?.attempts)
    let outcome = outcome(of: exchange, about: indicator, settings)
    guard let next = exchange.attempts.next(after: exchange.result, clock: clock, patience: patience) else {
      return .over(outcome)
    }
    try await clock.wait(next.wait)
    return .again(LookupRetry(attempts: next.attempts, outcome: outcome))
  }

  /// Asks until there is no more to try, and gives what is to be recorded.
  public static func run(
    _ indicator: Indicator, with settings: ConnectorSettings, over transport: any HTTPTransport, clock: LookupClock
  ) async throws(CancellationError) -> LookupOutcome {
    var retry: LookupRetry?
    while true {
      switch try await step(indicator, with: settings, over: transport, clock: clock, after: retry) {
      case .over(let outcome): return outcome
      case .again(let next): retry = next
      }
    }
  }

  /// Asks whether the key is good and what is left of the quota.
  public static func check(
    _ settings: ConnectorSettings, over transport: any HTTPTransport, clock: LookupClock
  ) async throws(CancellationError) -> CheckOutcome {
    let request = settings.connector.checkRequest(at: settings.baseURL, key: settings.key)
    var attempts: LookupAttempts?
    while true {
      let exchange = try await exchange(request, key: settings.key, over: transport, clock: clock, after: attempts)
      if let next = exchange.attempts.next(after: exchange.result, clock: clock, patience: Retry.budget) {
        try await clock.wait(next.wait)
        attempts = next.attempts
        continue
      }
      switch exchange.result {
      case .failure(let error):
        return CheckOutcome(answer: .failed(error.failure), status: nil)
      case .success(let response):
        let answer = settings.connector.checkAnswer(from: response, receivedAt: exchange.receivedAt)
        return CheckOutcome(answer: answer, status: response.status)
      }
    }
  }

  private static func outcome(
    of exchange: Exchange, about indicator: Indicator, _ settings: ConnectorSettings
  ) -> LookupOutcome {
    let (connector, now) = (settings.connector, exchange.receivedAt)
    switch exchange.result {
    case .failure(let error):
      return LookupOutcome(failed: error.failure, at: now, attempts: exchange.attempts.count)
    case .success(let response):
      let answer = connector.answer(from: response, about: indicator, receivedAt: now)
        .deferred(ifUsedUpBy: response, receivedAt: now)
      return LookupOutcome(
        answer: answer, pause: pause(after: response, answer, settings.limits, now), status: response.status,
        body: response.body.isEmpty ? nil : response.body, receivedAt: now, attempts: exchange.attempts.count,
        remaining: RateLimitHeaders(response, receivedAt: now).remaining)
    }
  }

  /// What the vendor's headers ask of the next lookups.
  private static func pause(
    after response: HTTPResponse, _ answer: LookupAnswer, _ limits: RequestLimits, _ now: Timestamp
  ) -> Pause? {
    if case .rateLimited(let pause) = answer { return pause }
    if response.status == 503, let until = Pause.retryAfter(response, now) {
      return Pause(until: until, reason: response.message)
    }
    return Pause.ifSpent(response, receivedAt: now, usual: limits.longestWindow)
  }

  private struct Exchange {
    let result: Result<HTTPResponse, TransportError>
    let receivedAt: Timestamp
    let attempts: LookupAttempts
  }

  /// Sends one request, in the time that is left for it.
  private static func exchange(
    _ request: HTTPRequest, key: Secret?, over transport: any HTTPTransport, clock: LookupClock,
    after earlier: LookupAttempts?
  ) async throws(CancellationError) -> Exchange {
    let limit = earlier.map { min(attemptLimit, Retry.budget - (clock.uptime() - $0.firstFailure)) } ?? attemptLimit
    let result = try await send(request, within: limit, key: key, over: transport)
    let receivedAt = clock.now()
    var attempts = earlier ?? LookupAttempts(firstFailure: clock.uptime())
    attempts.count += 1
    return Exchange(result: result, receivedAt: receivedAt, attempts: attempts)
  }

  private static func send(
    _ request: HTTPRequest, within limit: Duration, key: Secret?, over transport: any HTTPTransport
  ) async throws(CancellationError) -> Result<HTTPResponse, TransportError> {
    guard !Task.isCancelled else { throw CancellationError() }
    do {
      let response = try await transport.send(request, within: limit)
      return .success(key?.redacted(from: response) ?? response)
    } catch {
      guard error.code != .cancelled else { throw CancellationError() }
      return .failure(TransportError(error.code, key?.redacted(from: error.detail) ?? error.detail))
    }
  }
}

/// A lookup of which another request may bring more.
public struct LookupRetry: Sendable {
  /// What was tried so far.
  let attempts: LookupAttempts
  /// What became of the lookup if there were no other request.
  public let outcome: LookupOutcome
}

/// How often and how long a lookup has been tried.
struct LookupAttempts: Sendable {
  /// How many requests were sent.
  var count = 0
  /// When the first of them had failed.
  let firstFailure: Duration
  /// How long was waited between them.
  var waited = Duration.zero

  init(firstFailure: Duration) { self.firstFailure = firstFailure }

  /// How long to wait before another one; nil where that makes no sense, or takes longer than may be.
  func next(
    after result: Result<HTTPResponse, TransportError>, clock: LookupClock, patience: Duration
  ) -> (attempts: LookupAttempts, wait: Duration)? {
    guard let wanted = Self.wish(after: result, clock.now()),
      let wait = Retry.wait(afterAttempt: count, elapsed: clock.uptime() - firstFailure, wanted: wanted),
      waited + wait <= patience
    else { return nil }
    var attempts = self
    attempts.waited += wait
    return (attempts, wait)
  }

  /// How long the vendor wants a retry to wait; nil where a retry makes no sense.
  private static func wish(after result: Result<HTTPResponse, TransportError>, _ now: Timestamp) -> Duration? {
    switch result {
    case .failure(let error):
      return error.isWorthRetrying ? .zero : nil
    case .success(let response):
      guard Retry.statuses.contains(response.status) else { return nil }
      return Pause.retryAfter(response, now).map { .milliseconds($0.milliseconds - now.milliseconds) } ?? .zero
    }
  }
}

extension LookupClock {
  fileprivate func wait(_ duration: Duration) async throws(CancellationError) {
    do {
      try await sleep(duration)
    } catch {
      throw CancellationError()
    }
  }
}

extension LookupAnswer {
  /// The answer, or a deferral where a refusal of whatever status says that a quota is used up: vendors say that with
  /// 401, 402 and 403 too, and with 200.
  fileprivate func deferred(ifUsedUpBy response: HTTPResponse, receivedAt now: Timestamp) -> LookupAnswer {
    guard case .failed(let failure) = self,
      [.keyRefused, .forbidden, .vendorError, .unexpectedStatus].contains(failure.reason),
      Refusal(response, receivedAt: now).saysUsedUp
    else { return self }
    return .rateLimited(.afterRefusal(response, receivedAt: now, reason: response.message, otherwise: .day))
  }
}
