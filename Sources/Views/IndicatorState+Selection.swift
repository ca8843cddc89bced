import EventLog
import Events
import Scoring
import Time

extension IndicatorState {
  /// What counts for its score as of a moment for which the state is whole: the same that
  /// `Evidence/selection(asAt:asOf:)` finds in the events of the stream.
  public func selection(asOf moment: Timestamp, _ symbols: SymbolTable) -> Selection {
    Selection(
      observations: sources.map { source in
        let word = source.standing(asOf: moment)
        return Selection.Selected(
          source: source.source, seq: word.seq, isFound: word.counts, end: word.end, observedAt: word.observedAt,
          recordedAt: word.recordedAt, facts: word.facts[...])
      },
      lastPositiveSighting: sightedAt, judgement: judgement.flatMap { $0.counts(at: moment) ? $0 : nil },
      labels: labels(symbols, asOf: moment), trafficLight: trafficLight,
      permissibleActions: permissibleActions)
  }
}
