import Testing

@testable import Scoring

@Suite struct ScorecardErrorTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var yaml: String
    var line: Int
    var says: String
    var remedy: String
    var testDescription: String { says }
  }

  static let head = "name: x\nsignals: {feed.listed: {values: {\"true\": 0.5}}}\n"

  static let cases: [Case] = [
    .init(yaml: "signals: {a.b: {curve: [[0, 1]]}}", line: 1, says: "there is no name", remedy: "name: default"),
    .init(yaml: "name: x", line: 1, says: "there are no signals", remedy: "feed.listed"),
    .init(yaml: "- a", line: 1, says: "the scorecard is a list", remedy: "mapping"),
    .init(yaml: "", line: 1, says: "there is no name", remedy: "add a line"),
    .init(yaml: head + "combin: max", line: 3, says: "has no 'combin'", remedy: "did you mean combine?"),
    .init(yaml: head + "combine: noisyor", line: 3, says: "no combiner 'noisyor'", remedy: "did you mean noisy-or?"),
    .init(yaml: head + "combine: average", line: 3, says: "no combiner 'average'", remedy: "weighted-mean"),
    .init(yaml: head + "sources:\n  vt: {weight: 0.5}", line: 3, says: "sources has no default", remedy: "default:"),
    .init(yaml: head + "sources:\n  default: {weight: 1.5}", line: 4, says: "is 1.5", remedy: "from 0 to 1"),
    .init(yaml: head + "sources:\n  default: {weight: high}", line: 4, says: "'high', which is no", remedy: "number"),
    .init(yaml: head + "sources:\n  default: {weight: .nan}", line: 4, says: "no number", remedy: "number"),
    .init(yaml: head + "sources:\n  default: {wieght: 1}", line: 4, says: "'wieght'", remedy: "did you mean weight?"),
    .init(yaml: head + "sources:\n  default: {group: a}", line: 4, says: "has no weight", remedy: "add weight"),
    .init(
      yaml: head + "sources:\n  default: {weight: 1, reliability: G}", line: 4, says: "'G'", remedy: "A to F"),
    .init(yaml: "name: x\nsignals:\n  listed: {curve: [[0, 1]]}", line: 3, says: "is no signal", remedy: "a dot"),
    .init(yaml: "name: x\nsignals:\n  a.b: {curve: [[0, 2]]}", line: 3, says: "is 2", remedy: "from -1"),
    .init(yaml: "name: x\nsignals:\n  a.b: {values: {c: -1.1}}", line: 3, says: "is -1.1", remedy: "from -1"),
    .init(
      yaml: "name: x\nsignals:\n  a.b:\n    curve:\n      - [1, 0]\n      - [1, 0.5]", line: 6, says: "goes from 1.0",
      remedy: "sort"),
    .init(yaml: "name: x\nsignals:\n  a.b: {curve: [0, 1]}", line: 3, says: "is no pair", remedy: "[value, belief]"),
    .init(yaml: "name: x\nsignals:\n  a.b: {curve: []}", line: 3, says: "is empty", remedy: "points"),
    .init(yaml: "name: x\nsignals:\n  a.b: {curve: 5}", line: 3, says: "is a single value", remedy: "list"),
    .init(
      yaml: "name: x\nsignals:\n  a.b: {curve: [[0, 0]], unless: [listed]}", line: 3, says: "no other signal",
      remedy: "a dot and its name"),
    .init(
      yaml: "name: x\nsignals:\n  a.b: {curve: [[0, 0]], unless: [a.b]}", line: 3, says: "no other signal",
      remedy: "a dot and its name"),
    .init(
      yaml: "name: x\nsignals:\n  a.b: {unless: [a.c]}", line: 3, says: "neither curve nor values", remedy: "curve"),
    .init(yaml: "name: x\nsignals:\n  a.b: {}", line: 3, says: "neither curve nor values", remedy: "curve"),
    .init(yaml: "name: x\nsignals:\n  a.b: {values: {A: 1, a: 0}}", line: 3, says: "listed twice", remedy: "case"),
    .init(yaml: head + "decay: {ipv4: {model: none}}", line: 3, says: "decay has no default", remedy: "default"),
    .init(yaml: head + "decay:\n  default: {model: halflife}", line: 4, says: "'halflife'", remedy: "mean half-life?"),
    .init(yaml: head + "decay:\n  default: {half-life: 3d}", line: 4, says: "has no model", remedy: "polynomial"),
    .init(
      yaml: head + "decay:\n  default: {model: half-life, half-life: 30}", line: 4, says: "is '30'", remedy: "30d"),
    .init(
      yaml: head + "decay:\n  default: {model: half-life, half-life: 0d}", line: 4, says: "is '0d'", remedy: "positive"),
    .init(
      yaml: head + "decay:\n  default: {model: polynomial, lifetime: 3d}", line: 4, says: "has no pound",
      remedy: "add pound"),
    .init(
      yaml: head + "decay:\n  default: {model: misp, lifetime: 3d, speed: 0}", line: 4, says: "is 0", remedy: "0.01"),
    .init(
      yaml: head + "decay:\n  default: {model: none, lifetime: 3d}", line: 4, says: "'lifetime'", remedy: "use model"),
    .init(
      yaml: head + "decay:\n  default: {model: none}\n  ipv5: {model: none}", line: 5, says: "'ipv5'",
      remedy: "did you mean ipv4?"),
    .init(
      yaml: head + "decay:\n  default: {model: none}\n  ipv4/feed.lsted: {model: none}", line: 5, says: "'feed.lsted'",
      remedy: "did you mean feed.listed?"),
    .init(yaml: head + "verdicts: {malicious: 101}", line: 3, says: "is 101", remedy: "0 to 100"),
    .init(yaml: head + "verdicts: {malicious: 75.005}", line: 3, says: "two decimals", remedy: "hundredths"),
    .init(
      yaml: head + "verdicts: {malicious: 30, suspicious: 40}", line: 3, says: "malicious is below", remedy: "at or"),
    .init(
      yaml: head + "verdicts: {suspicious: 40, benign-below: 50}", line: 3, says: "below benign-below", remedy: "at or"),
    .init(yaml: head + "verdicts: {suspicious: 0, benign-below: 0}", line: 3, says: "suspicious is 0", remedy: "above"),
    .init(
      yaml: head + "allowlists: [{list: nope, cap: 20}]", line: 3, says: "no list 'nope'", remedy: "lists/nope.json"),
    .init(
      yaml: head + "allowlists: [{list: ../../etc/passwd, cap: 1}]", line: 3, says: "the list's", remedy: "letters"),
    .init(yaml: head + "allowlists: [{list: good}]", line: 3, says: "has no cap", remedy: "cap: 20"),
    .init(yaml: head + "allowlists: {list: good}", line: 3, says: "is a mapping", remedy: "list such as"),
    .init(
      yaml: head + "allowlists: [{list: good, cap: 1}, {list: good, cap: 2}]", line: 3, says: "named twice",
      remedy: "one cap"),
    .init(yaml: head + "allowlists: [{list: regex, cap: 1}]", line: 3, says: "type regex", remedy: "type string"),
    .init(yaml: head + "allowlists: [{list: odd, cap: 1}]", line: 3, says: "list type 'cuckoo'", remedy: "hostname"),
    .init(yaml: head + "allowlists: [{list: broken, cap: 1}]", line: 3, says: "broken.json:2", remedy: "MISP"),
    .init(yaml: head + "allowlists: [{list: bad, cap: 1}]", line: 3, says: "entry 2, '10.0.0.0/33'", remedy: "correct"),
    .init(yaml: head + "tags: [{tag: a, when: {lable: b}}]", line: 3, says: "'lable'", remedy: "did you mean label?"),
    .init(yaml: head + "tags: [{tag: a, when: {\"label|re\": b}}]", line: 3, says: "regular", remedy: "wildcards"),
    .init(
      yaml: head + "tags: [{tag: a, when: {\"label|startwith\": b}}]", line: 3, says: "'startwith'", remedy: "starts"),
    .init(
      yaml: head + "tags: [{tag: a, when: {\"score|gt\": b}}]", line: 3, says: "'b' is no number", remedy: "compare"),
    .init(
      yaml: head + "tags: [{tag: a, when: {\"value|cidr\": b}}]", line: 3, says: "no network", remedy: "10.0.0.0/8"),
    .init(yaml: head + "tags: [{tag: a, when: {\"label|exists\": b}}]", line: 3, says: "true or false", remedy: "true"),
    .init(yaml: head + "tags: [{tag: a, when: {\"label|gt|lt\": 1}}]", line: 3, says: "two ways", remedy: "keep one"),
    .init(yaml: head + "tags: [{tag: a, when: {}}]", line: 3, says: "when is empty", remedy: "condition"),
    .init(yaml: head + "tags: [{tag: a}]", line: 3, says: "has no when", remedy: "write"),
    .init(yaml: "name: ../x\nsignals: {a.b: {curve: [[0, 1]]}}", line: 1, says: "'../x'", remedy: "letters"),
    .init(yaml: "name: [x]\nsignals: {a.b: {curve: [[0, 1]]}}", line: 1, says: "not a text", remedy: "word"),
    .init(yaml: "name: x\nname: y", line: 2, says: "more than once", remedy: "keep one"),
    .init(yaml: "name: x\nsignals:\n\tfeed.listed: 1", line: 3, says: "cannot be read", remedy: "spaces"),
    .init(yaml: "name: x\nsignals: {", line: 3, says: "cannot be read", remedy: "check"),
    .init(yaml: "name: x\n---\nname: y", line: 2, says: "another document", remedy: "one document"),
    .init(yaml: "name: &a x", line: 1, says: "anchor", remedy: "write the value out"),
    .init(yaml: "name: x\u{1}", line: 1, says: "cannot be read", remedy: "control character"),
    .init(yaml: "name: x\n? [a]\n: b", line: 2, says: "a name is a list", remedy: "word"),
  ]

  static let lists = [
    "good": #"{"type": "string", "list": ["a"]}"#,
    "regex": #"{"type": "regex", "list": ["a+"]}"#,
    "odd": #"{"type": "cuckoo", "list": []}"#,
    "broken": "{\n\"type\": }",
    "bad": #"{"type": "cidr", "list": ["10.0.0.0/8", "10.0.0.0/33"]}"#,
  ]

  @Test("every problem names the line and the remedy", arguments: cases)
  func problem(_ example: Case) throws {
    let error = try #require(throws: ScorecardError.self) { try scorecard(example.yaml, lists: Self.lists) }
    let found = error.problems.first { $0.message.contains(example.says) && $0.remedy.contains(example.remedy) }
    #expect(found?.line == example.line, "\(error)")
  }

  @Test("all problems are reported at once, in the order of their lines")
  func allAtOnce() throws {
    let error = try #require(throws: ScorecardError.self) {
      try scorecard(
        """
        name: x
        sources: {vt: {weight: 2}}
        signals: {a: {}, b.c: {curve: [[0, 3]]}}
        combine: nothing
        allowlists: [{list: absent, cap: 200}]
        """)
    }
    #expect(error.problems.map(\.line) == [2, 2, 3, 3, 4, 5])
    #expect(error.description.hasPrefix("test.yml:2: weight of source 'vt' is 2; write a number from 0 to 1\n"))
  }
}
