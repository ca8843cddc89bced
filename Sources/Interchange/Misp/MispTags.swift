import Indicators
import JSON

/// The tags of a MISP event, object or attribute, sorted by what they are for.
struct MispTags {
  /// The strictest marking that a tag states.
  var marking: Marking { labels.marking }
  /// From 0 to 100, by the first taxonomy in ``taxonomies`` that has a tag.
  private(set) var confidence: Confidence?
  /// Whether a tag says that what it stands on is harmless (true) or malicious (false).
  private(set) var isHarmless: Bool?
  /// All others, machine tags as they are.
  private(set) var labels = LabelList()
  /// Galaxy clusters by their tag, such as `misp-galaxy:threat-actor="APT 29"`.
  private(set) var clusters: [MispCluster] = []

  private var rank = Int.max

  /// Reads lists of tags, which are objects with a `name`, in some answers inside a `Tag`, or, in hand-written events,
  /// only names.
  init(_ lists: [JSONValue?] = []) {
    for list in lists {
      // Every tag is looked at for a marking, however many there are.
      for tag in list?.array ?? [] {
        if let name = tag["name"]?.string ?? tag["Tag"]?["name"]?.string ?? tag.string { add(name) }
      }
    }
  }

  private static let maximumClusters = 256

  private mutating func add(_ name: String) {
    if let cluster = MispCluster(tag: name) {
      if clusters.count < Self.maximumClusters { clusters.append(cluster) }
      return
    }
    labels.add(name)
    guard let (predicate, value) = Self.parts(of: name) else {
      if Self.harmlessWords.contains(name.lowercased()) { isHarmless = isHarmless ?? true }
      return
    }
    if let verdicts = Self.verdicts[predicate], let verdict = verdicts[value] ?? verdicts["*"] {
      // One that accuses goes before one that excuses.
      isHarmless = (isHarmless ?? true) && verdict
    }
    guard let index = Self.taxonomies.firstIndex(where: { $0.predicate == predicate }), index < rank,
      let number = Self.taxonomies[index].values[value]
    else { return }
    confidence = Confidence(number)
    rank = index
  }

  /// `namespace:predicate` and the value of a machine tag, in lower case.
  private static func parts(of name: String) -> (predicate: String, value: String)? {
    guard let separator = name.utf8.firstIndex(of: UInt8(ascii: "=")), name.utf8.contains(UInt8(ascii: ":")) else {
      return nil
    }
    let value = name[name.index(after: separator)...].filter { $0 != "\"" }
    return (name[..<separator].lowercased(), value.lowercased())
  }

  /// What the MISP taxonomies (https://github.com/MISP/misp-taxonomies) have to say that something is harmless, and to
  /// the contrary; `*` stands for every value.
  private static let verdicts: [String: [String: Bool]] = [
    "false-positive:confirmed": ["true": true],
    "ioc:artifact-state": ["not-malicious": true, "malicious": false],
    "cccs:maliciousness": ["non-malicious": true, "malicious": false, "suspicious": false],
    "crowdsec:false-positive": ["*": true],
    "infoleak:confirmed": ["false-positive": true],
    "misp-workflow:analysis": ["false-positive": true],
    "misp:threat-level": ["no-risk": true],
    "vmray:verdict": ["clean": true, "malicious": false, "suspicious": false],
  ]
  private static let harmlessWords: Set<String> = [
    "benign", "false-positive", "false positive", "falsepositive", "goodware", "harmless", "non-malicious",
    "not-malicious",
  ]

  /// The numerical values that the MISP taxonomies state, best first.
  ///
  /// Values for "cannot be evaluated" are left out: they would say something where the source says nothing. The tag
  /// stays among the labels, so that a scorecard can weigh it in another way. `false-positive:risk` counts by what its
  /// vocabulary says: a high risk of false positives is a low confidence, and no statement that the value is harmless.
  private static let taxonomies: [(predicate: String, values: [String: Double])] = [
    (
      "misp:confidence-level",
      [
        "completely-confident": 100, "usually-confident": 75, "fairly-confident": 50, "rarely-confident": 25,
        "unconfident": 0,
      ]
    ),
    ("estimative-language:confidence-in-analytic-judgment", ["high": 95, "moderate": 55, "low": 0]),
    (
      "estimative-language:likelihood-probability",
      [
        "almost-certain": 95, "very-likely": 80, "likely": 55, "roughly-even-chance": 45, "unlikely": 20,
        "very-unlikely": 5, "almost-no-chance": 0,
      ]
    ),
    ("admiralty-scale:information-credibility", ["1": 100, "2": 75, "3": 50, "4": 25, "5": 0]),
    ("osint:certainty", ["100": 100, "93": 93, "75": 75, "50": 50, "30": 30, "7": 7, "0": 0]),
    ("false-positive:risk", ["low": 75, "medium": 50, "high": 25]),
  ]
}
