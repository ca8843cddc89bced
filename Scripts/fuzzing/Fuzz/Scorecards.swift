import Events
import Foundation
import Indicators
import Scoring
import Time

/// Scoring rules in YAML; those that are accepted have to score.
func checkScorecard(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  let lists = ["public-dns": #"{"type": "cidr", "list": ["198.51.100.0/24"]}"#]
  let start = clock()
  defer {
    let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    require(seconds < 1, "\(bytes.count) bytes take \(seconds) s")
  }
  do throws(ScorecardError) {
    let card = try Scorecard(parsing: text, lists: lists, file: "rules.yml")
    let again = try Scorecard(published: text, lists: lists, file: "rules.yml")
    require(card.id == again.id, "what was published has another identity")
    require(card.changes(to: again).isEmpty, "a scorecard differs from itself: \(card.changes(to: again))")
    require(!card.name.isEmpty, "a scorecard without a name")
    checkScores(card)
  } catch {
    require(!error.problems.isEmpty, "an error without a problem")
    for problem in error.problems {
      require(!problem.message.isEmpty && !problem.remedy.isEmpty, "a problem without words: \(problem)")
      require((1...bytes.count + 1).contains(problem.line), "a problem on no line: \(problem)")
    }
  }
}

/// Checks scores of a few observations under any rules: within their range, and explained to the last hundredth.
private func checkScores(_ card: Scorecard) {
  let symbols = [
    "virustotal", "feed.csv", "status", "virustotal.malicious", "virustotal.tags", "feed.listed", "feed.confidence",
    "abuseipdb.confidence", "greynoise.classification",
  ]
  let observations: [(source: Int, facts: Facts)] = [
    (0, ["status": "found", "virustotal.malicious": 12, "virustotal.tags": .texts(["c2", "vpn"])]),
    (1, ["status": "found", "feed.listed": true, "feed.confidence": 90, "abuseipdb.confidence": 0]),
    (0, ["status": "found", "greynoise.classification": "benign", "virustotal.malicious": .integer(.max)]),
  ]
  let indicators = [
    Indicator(.ipv4, canonical: "198.51.100.7"), Indicator(.domain, canonical: "evil.example"),
  ]
  let scorer = Scorer(card, symbols: symbols)
  for indicator in indicators {
    var evidence = Evidence(indicator)
    for (number, observation) in observations.enumerated() {
      var bytes: [UInt8] = []
      observation.facts.appendStored(to: &bytes) { symbols.firstIndex(of: $0) ?? 0 }
      bytes.withUnsafeBytes { facts in
        try? evidence.apply(
          seq: Int64(number + 1), type: .observationRecorded, source: observation.source,
          observedAt: Timestamp(milliseconds: Int64(number) * 86_400_000),
          recordedAt: Timestamp(milliseconds: Int64(number) * 86_400_000), facts: facts, symbols: symbols)
      }
    }
    for days in [Int64(0), 3, 400, 4_000_000] {
      let moment = Timestamp(milliseconds: days * 86_400_000)
      let explanation = scorer.explain(evidence, asOf: moment)
      require((0...10_000).contains(explanation.score.hundredths), "a score of \(explanation.score)")
      require(scorer.score(evidence, asOf: moment) == explanation.score, "an explanation of another score")
      let points = explanation.contributions.reduce(0) { $0 + $1.points }
      require(points == explanation.score.hundredths, "the points add up to \(points): \(explanation)")
      _ = scorer.tags(evidence.selection(asAt: .max, asOf: moment), of: indicator, score: explanation.score)
    }
  }
}
