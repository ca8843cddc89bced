import Indicators
import JSON

/// The tags of a MISP event or attribute, sorted by what they are for.
struct MispTags {
  /// The strictest TLP marking.
  var trafficLight: TrafficLight? { labels.trafficLight }
  /// From 0 to 100, by the first taxonomy in ``taxonomies`` that has a tag.
  private(set) var confidence: Confidence?
  /// All others, machine tags as they are.
  private(set) var labels = LabelList()
  /// Galaxy clusters by their tag, such as `misp-galaxy:threat-actor="APT 29"`.
  private(set) var clusters: [MispCluster] = []

  private var rank = Int.max

  /// Reads a list of tags, which are objects with a `name`, or, in hand-written events, only names.
  init(_ json: JSONValue?) {
    for tag in json?.array?.prefix(1000) ?? [] {
      if let name = tag["name"]?.string ?? tag.string { add(name) }
    }
  }

  private mutating func add(_ name: String) {
    if let cluster = MispCluster(tag: name) {
      clusters.append(cluster)
      return
    }
    labels.add(name)
    guard let index = Self.taxonomies.firstIndex(where: { name.hasPrefix($0.prefix) }), index < rank else { return }
    let value = name.dropFirst(Self.taxonomies[index].prefix.count).filter { $0 != "\"" }
    guard let number = Self.taxonomies[index].values[value] else { return }
    confidence = Confidence(number)
    rank = index
  }

  /// The numerical values that the MISP taxonomies state (https://github.com/MISP/misp-taxonomies), best first.
  ///
  /// Values for "cannot be evaluated" are left out: they would say something where the source says nothing. The tag
  /// stays among the labels, so that a scorecard can weigh it in another way.
  private static let taxonomies: [(prefix: String, values: [String: Double])] = [
    (
      "misp:confidence-level=",
      [
        "completely-confident": 100, "usually-confident": 75, "fairly-confident": 50, "rarely-confident": 25,
        "unconfident": 0,
      ]
    ),
    ("estimative-language:confidence-in-analytic-judgment=", ["high": 95, "moderate": 55, "low": 0]),
    (
      "estimative-language:likelihood-probability=",
      [
        "almost-certain": 95, "very-likely": 80, "likely": 55, "roughly-even-chance": 45, "unlikely": 20,
        "very-unlikely": 5, "almost-no-chance": 0,
      ]
    ),
    ("admiralty-scale:information-credibility=", ["1": 100, "2": 75, "3": 50, "4": 25, "5": 0]),
  ]
}
