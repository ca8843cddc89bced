import Indicators
import Time

/// Asks one vendor about one indicator, with all attempts that one lookup may take.
///
/// Quota, freshness and privacy are decided before; the caller appends `lookup.started` first and the outcome after.
public enum Lookup {
  /// How long one attempt may take as a whole, from the connection to the last byte.
  public static let attemptLimit = Duration.seconds(20)

  /// Asks, and gives what is to be recorded.
  ///
  /// Throws only where the task was cancelled: then nothing was learnt, and the lookup is due again.
  public static func run(
    _ indicator: Indicator, with settings: ConnectorSettings, over transport: any HTTPTransport, clock: LookupClock
  ) async throws(CancellationError) -> LookupOutcome {
    let connector = settings.connector
    guard let request = connector.request(for: indicator, at: settings.baseURL, key: settings.key) else {
      let failure = LookupFailure(.badRequest, "\(connector.name) does not answer this kind, or its key is missing")
      return LookupOutcome(
        answer: .failed(failure), pause: nil, status: nil, body: nil, receivedAt: clock.now(), attempts: 0)
    }
    let exchange = try await exchange(request, key: settings.key, over: transport, clock: clock)
    let receivedAt = exchange.receivedAt
    switch exchange.result {
    case .failure(let failure):
      return LookupOutcome(
        answer: .failed(failure), pause: nil, status: nil, body: nil, receivedAt: receivedAt,
        attempts: exchange.attempts)
    case .success(let response):
      let answer = connector.answer(from: response, about: indicator, receivedAt: receivedAt)
      return LookupOutcome(
        answer: answer, pause: pause(after: response, answer, receivedAt), status: response.status,
        body: response.body.isEmpty ? nil : response.body, receivedAt: receivedAt, attempts: exchange.attempts)
    }
  }

  /// Asks whether the key is good and what is left of the quota.
  public static func check(
    _ settings: ConnectorSettings, over transport: any HTTPTransport, clock: LookupClock
  ) async throws(CancellationError) -> CheckOutcome {
    let request = settings.connector.checkRequest(at: settings.baseURL, key: settings.key)
    let exchange = try await exchange(request, key: settings.key, over: transport, clock: clock)
    switch exchange.result {
    case .failure(let failure):
      return CheckOutcome(answer: .failed(failure), status: nil)
    case .success(let response):
      let answer = settings.connector.checkAnswer(from: response, receivedAt: exchange.receivedAt)
      return CheckOutcome(answer: answer, status: response.status)
    }
  }

  /// What the vendor's headers ask of the next lookups.
  private static func pause(after response: HTTPResponse, _ answer: LookupAnswer, _ now: Timestamp) -> Pause? {
    if case .rateLimited(let pause) = answer { return pause }
    if response.status == 503, let until = Pause.retryAfter(response, now) {
      return Pause(until: until, reason: response.message)
    }
    return Pause.ifSpent(response, receivedAt: now)
  }

  private struct Exchange {
    let result: Result<HTTPResponse, LookupFailure>
    let receivedAt: Timestamp
    let attempts: Int
  }

  /// Sends until there is an answer, the failure is final, or attempts or time are used up.
  private static func exchange(
    _ request: HTTPRequest, key: Secret?, over transport: any HTTPTransport, clock: LookupClock
  ) async throws(CancellationError) -> Exchange {
    var firstFailure: Duration?
    var attempt = 1
    while true {
      let elapsed = firstFailure.map { clock.uptime() - $0 } ?? .zero
      let limit = firstFailure == nil ? attemptLimit : min(attemptLimit, Retry.budget - elapsed)
      let result = try await send(request, within: limit, key: key, over: transport)
      let receivedAt = clock.now()
      firstFailure = firstFailure ?? clock.uptime()
      guard let wanted = retryWish(after: result, receivedAt),
        let wait = Retry.wait(
          afterAttempt: attempt, elapsed: clock.uptime() - (firstFailure ?? .zero), wanted: wanted)
      else {
        return Exchange(result: result.mapError(\.failure), receivedAt: receivedAt, attempts: attempt)
      }
      do {
        try await clock.sleep(wait)
      } catch {
        throw CancellationError()
      }
      attempt += 1
    }
  }

  private static func send(
    _ request: HTTPRequest, within limit: Duration, key: Secret?, over transport: any HTTPTransport
  ) async throws(CancellationError) -> Result<HTTPResponse, TransportError> {
    guard !Task.isCancelled else { throw CancellationError() }
    do {
      let response = try await transport.send(request, within: limit)
      guard let key else { return .success(response) }
      return .success(
        HTTPResponse(status: response.status, headers: response.headers, body: key.redacted(from: response.body)))
    } catch {
      guard error.code != .cancelled else { throw CancellationError() }
      return .failure(TransportError(error.code, key?.redacted(from: error.detail) ?? error.detail))
    }
  }

  /// How long the vendor wants a retry to wait; nil where a retry makes no sense.
  private static func retryWish(
    after result: Result<HTTPResponse, TransportError>, _ now: Timestamp
  ) -> Duration? {
    switch result {
    case .failure(let error):
      return error.isWorthRetrying ? .zero : nil
    case .success(let response):
      guard Retry.statuses.contains(response.status) else { return nil }
      return Pause.retryAfter(response, now).map { .milliseconds($0.milliseconds - now.milliseconds) } ?? .zero
    }
  }
}
