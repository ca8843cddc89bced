import Events
import Indicators
import Testing
import Time

@testable import Scoring

@Suite struct BuiltInScorecardTests {
  func score(
    _ name: String, _ indicator: Indicator, _ facts: [(source: String, facts: Facts)], after days: Double = 0
  ) throws -> Score {
    let symbols = SymbolTable()
    let events = facts.enumerated().map {
      TestEvent(seq: Int64($0.offset + 1), source: $0.element.source, observed: 0, recorded: 0, facts: $0.element.facts)
    }
    let evidence = try gather(events, symbols, of: indicator)
    return Scorer(try builtIn(name), symbols: symbols.names).score(evidence, asOf: day(days))
  }

  static let file = Indicator(.sha256, canonical: String(repeating: "ab", count: 32))
  static let domain = Indicator(.domain, canonical: "evil.example")
  static let mail = Indicator(.email, canonical: "a@evil.example")

  // reference/opencti.md §2.3: days until base 75 is at 50 and at 20.
  @Test(
    "opencti.yml: base 75 reaches 50 and 20 on OpenCTI's days",
    arguments: [(domain, 29.9, 156.4), (address, 7.7, 28.2), (file, nil, 348.0), (mail, 148.3, 339.4)])
  func openCTIDays(indicator: Indicator, fifty: Double?, twenty: Double) throws {
    for (threshold, days) in [(50.0, fifty), (20.0, twenty)] {
      guard let days else { continue }
      let facts: [(source: String, facts: Facts)] = [("feed", ["feed.listed": true, "feed.score": 75])]
      #expect(try Double(score("opencti", indicator, facts, after: days - 0.11).hundredths) > threshold * 100)
      #expect(try Double(score("opencti", indicator, facts, after: days + 0.11).hundredths) < threshold * 100)
    }
  }

  // The same section: the live score of base 100 after 1, 7, 30 and 90 days; a belief of 1 counts as 0.99 here.
  @Test(
    "opencti.yml: the live scores of base 100, of which 99 are left by the clamp",
    arguments: [
      (domain, [93.4, 83.3, 66.6, 43.6]), (address, [90.3, 68.5, 23.8, 0]), (file, [99.9, 99.0, 95.2, 83.7]),
      (mail, [99.7, 98.2, 92.7, 79.3]),
    ])
  func openCTILive(indicator: Indicator, live: [Double]) throws {
    for (days, expected) in zip([1.0, 7, 30, 90], live) {
      let score = try score("opencti", indicator, [("feed", ["feed.score": 100])], after: days)
      #expect(abs(Double(score.hundredths) / 99 - expected) <= 0.05 + 0.01, "day \(days)")
    }
  }

  @Test("opencti.yml: the score rules, however sure the author is, and without one an indicator has 50")
  func openCTIScore() throws {
    let facts = { (facts: Facts) in [(source: "feed", facts: facts)] }
    #expect(try score("opencti", Self.file, facts(["feed.listed": true, "feed.score": 20])).hundredths == 2000)
    let sure: Facts = ["feed.listed": true, "feed.score": 20, "feed.confidence": 95, "feed.to_ids": true]
    #expect(try score("opencti", Self.file, facts(sure)).hundredths == 2000)
    #expect(try score("opencti", Self.file, facts(["feed.listed": true, "feed.confidence": 95])).hundredths == 5000)
  }

  @Test(
    "default.yml: what a source is hardly sure of weighs less than its plain listing, and from 60 on as much as ever",
    arguments: [
      (nil, 3000), (0, 0), (10, 600), (29, 1740), (50, 3000), (60, 3000), (75, 3900), (90, 4800), (100, 5400),
    ]
      as [(Int64?, Int32)])
  func lowConfidence(confidence: Int64?, hundredths: Int32) throws {
    var facts: Facts = ["feed.listed": true, "feed.to_ids": false]
    facts["feed.confidence"] = confidence.map { .integer($0) }
    #expect(try score("default", Self.domain, [("feed", facts)]).hundredths == hundredths)
  }

  @Test("default.yml: a stated score stands in place of confidence, listing and fitness for detection")
  func scoreBeforeConfidence() throws {
    let facts: Facts = ["feed.listed": true, "feed.to_ids": true, "feed.confidence": 100, "feed.score": 10]
    #expect(try score("default", Self.domain, [("feed", facts)]).hundredths == 600)
  }

  @Test("opencti.yml: the last source to write overwrites the score")
  func lastWriter() throws {
    let abuse: (source: String, facts: Facts) = ("abuseipdb", ["abuseipdb.confidence": 90])
    #expect(try score("opencti", address, [abuse]).hundredths == 9000)
    #expect(try score("opencti", address, [abuse, ("virustotal", ["virustotal.ratio": 0.06])]).hundredths == 600)
    #expect(try score("opencti", address, [abuse, ("shodan", ["shodan.ports": [22]])]).hundredths == 5000)
    #expect(try score("opencti", address, [abuse, ("internetdb", ["internetdb.ports": [22]])]).hundredths == 9000)
    #expect(try score("opencti", address, [("feed", ["feed.listed": true])]).hundredths == 5000)
  }

  // reference/event-stores.md §7.1.
  @Test(
    "misp-nids.yml: base 80 is 72.7, 60.7 and 40.0, and below 30 at 46.9 days",
    arguments: [(0.0, 8000), (1, 7270), (7, 6068), (30, 4000), (120, 0), (500, 0)] as [(Double, Int32)])
  func nids(days: Double, hundredths: Int32) throws {
    #expect(
      try score("misp-nids", Self.mail, [("feed", ["feed.confidence": 80])], after: days).hundredths == hundredths)
    #expect(try score("misp-nids", address, [("feed", ["feed.confidence": 80])], after: 46.8).verdict == .suspicious)
    #expect(try score("misp-nids", address, [("feed", ["feed.confidence": 80])], after: 46.95).verdict == .unknown)
  }

  @Test("default.yml: a resolver on everybody's lists stays below its cap")
  func resolver() throws {
    let listed: Facts = ["feed.listed": true, "feed.confidence": 100]
    let feeds = (1...5).map { (source: "feed-\($0)", facts: listed) }
    #expect(try score("default", address, feeds).verdict == .malicious)
    #expect(
      try score("default", Indicator(.ipv4, canonical: "9.9.9.9"), feeds) == Score(hundredths: 2000, verdict: .unknown))
    #expect(try score("default", Indicator(.ipv6, canonical: "2620:fe::9"), feeds).hundredths == 2000)
  }

  @Test("default.yml: one feed is not enough, two are suspicious, an engine alone is nothing, many are malicious")
  func corroboration() throws {
    let feed = { (name: String) in (source: name, facts: ["feed.listed": true] as Facts) }
    let engines = { (count: Int64) in
      (source: "virustotal", facts: ["virustotal.malicious": .integer(count), "virustotal.harmless": 0] as Facts)
    }
    #expect(try score("default", Self.domain, [feed("a")]).verdict == .unknown)
    #expect(try score("default", Self.domain, [feed("a"), feed("b")]).verdict == .suspicious)
    #expect(try score("default", Self.domain, [engines(1)]).verdict == .unknown)
    #expect(try score("default", Self.domain, [engines(20)]).verdict == .malicious)
    #expect(try score("default", Self.domain, [engines(5), feed("a")]).verdict == .suspicious)
    #expect(try score("default", address, [("abuseipdb", ["abuseipdb.confidence": 100])]).verdict == .malicious)
  }

  @Test("default.yml: a business service that scanners dislike is not malicious, a clean one is benign")
  func benign() throws {
    let service: (source: String, facts: Facts) = ("greynoise", ["greynoise.riot": true, "greynoise.trust_level": 1])
    let engines: (source: String, facts: Facts) = ("virustotal", ["virustotal.malicious": 2])
    #expect(try score("default", address, [service, engines]).verdict == .unknown)
    #expect(try score("default", address, [service]).verdict == .benign)
    #expect(try score("default", address, [service, ("virustotal", ["virustotal.malicious": 0])]).verdict == .benign)
    #expect(try score("default", address, [("virustotal", ["virustotal.malicious": 0])]).verdict == .unknown)
  }

  @Test("default.yml: a service excuses by the level of trust in it, and by its mere label nothing")
  func trustLevels() throws {
    let feed: (source: String, facts: Facts) = ("feed", ["feed.confidence": 100])
    let listed = try score("default", address, [feed]).hundredths
    for name in ["greynoise", "greynoise-community"] {
      let scores = try (Int64(1)...3).map { level in
        var facts: Facts = ["\(name).business_service": true, "\(name).trust_level": .integer(level)]
        if level == 1 { facts["\(name).riot"] = true }
        return try score("default", address, [feed, (name, facts)]).hundredths
      }
      #expect(scores[0] < scores[1] && scores[1] < scores[2] && scores[2] == listed)
    }
    let moderate: Facts = ["greynoise.business_service": true, "greynoise.trust_level": 2]
    // 54 · (1 − 0.5 · 0.9)
    #expect(try score("default", address, [feed, ("greynoise", moderate)]).hundredths == 2970)
  }

  @Test("default.yml: Google's assessment counts beside the engines, in both directions")
  func assessment() throws {
    let clean: Facts = ["virustotal.malicious": 0, "virustotal.gti_verdict": "malicious", "virustotal.gti_score": 90]
    #expect(try score("default", Self.domain, [("virustotal", clean)]).verdict == .malicious)
    let doubted: Facts = ["virustotal.malicious": 3, "virustotal.gti_verdict": "harmless"]
    let engines: Facts = ["virustotal.malicious": 3]
    #expect(
      try score("default", Self.domain, [("virustotal", doubted)]).hundredths
        < score("default", Self.domain, [("virustotal", engines)]).hundredths)
  }

  @Test("default.yml: an address is forgotten in weeks, a file never")
  func memory() throws {
    let engines: [(source: String, facts: Facts)] = [("virustotal", ["virustotal.malicious": 20])]
    #expect(try score("default", address, engines, after: 48).hundredths == 0)
    #expect(try score("default", Self.file, engines, after: 3650) == score("default", Self.file, engines))
  }

  @Test("default.yml weighs no signal that no connector has")
  func signals() throws {
    let known: [String: [String]] = [
      "virustotal": [
        "malicious", "suspicious", "harmless", "undetected", "total", "ratio", "reputation", "votes_malicious",
        "votes_harmless", "threat_label", "tags", "gti_verdict", "gti_severity", "gti_score",
      ], "shodan": ["ports", "vulns", "tags", "org", "asn", "os", "hostnames"],
      "internetdb": ["ports", "vulns", "tags", "hostnames", "cpes"],
      "abuseipdb": ["confidence", "reports", "distinct_users", "whitelisted", "tor", "usage_type"],
      "greynoise": [
        "noise", "riot", "business_service", "classification", "trust_level", "actor", "tags", "vpn", "tor", "bot",
        "cves",
      ],
      "greynoise-community": ["noise", "riot", "business_service", "trust_level", "classification", "name"],
      "feed": ["listed", "confidence", "score", "count", "to_ids"],
    ]
    for name in Scorecard.builtIn.map(\.name) {
      for signal in try builtIn(name).settings.signals.keys {
        let parts = signal.split(separator: ".").map(String.init)
        #expect(known[parts[0]]?.contains(parts[1]) == true, "\(name): \(signal)")
      }
    }
  }
}
