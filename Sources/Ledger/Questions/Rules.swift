import Scoring

/// By which rules a question is answered.
public enum Rules: Sendable {
  /// By the scorecard that was active as at the question's position.
  case active
  /// By another one.
  case given(Scorecard)
}

extension Ledger {
  func scorer(_ rules: Rules, asAt seq: Int64) throws -> Scorer {
    switch rules {
    case .active: Scorer(try activeScorecard(asAt: seq), symbols: log.symbols.texts)
    case .given(let scorecard): Scorer(scorecard, symbols: log.symbols.texts)
    }
  }
}
