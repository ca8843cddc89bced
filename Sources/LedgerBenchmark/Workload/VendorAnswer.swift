import Events
import Indicators

/// What a vendor might answer: the signals that its connector writes, and a body of a realistic size.
struct VendorAnswer {
  var observation: Observation
  var body: [UInt8]

  /// The vendors that answer a kind.
  static func vendors(for kind: IndicatorKind) -> [String] {
    switch kind {
    case .ipv4: ["virustotal", "abuseipdb", "greynoise", "shodan", "internetdb", "greynoise-community"]
    case .ipv6: ["virustotal", "abuseipdb", "shodan", "internetdb"]
    case .domain, .url, .md5, .sha1, .sha256: ["virustotal"]
    case .cidr, .email, .sha512: []
    }
  }

  init(of vendor: String, about indicator: Indicator, _ random: inout RandomNumbers) {
    guard !random.happens(perMille: 250) else {
      observation = Observation(status: .notFound)
      body = Array(#"{"error":{"code":"NotFoundError","message":"\#(indicator.value) not found"}}"#.utf8)
      return
    }
    let signals: Facts =
      switch vendor {
      case "virustotal": Self.virusTotal(&random)
      case "abuseipdb": Self.abuseIPDB(&random)
      case "greynoise": Self.greyNoise(&random)
      case "greynoise-community": Self.greyNoiseCommunity(&random)
      default: Self.shodan(vendor, &random)
      }
    observation = Observation(status: .found, signals: signals)
    if indicator.kind == .ipv4, random.happens(perMille: 300) {
      observation.relations = [
        Relation(
          type: "belongs-to", target: StreamKey(kind: "autonomous-system", value: "AS\(13_000 + random.below(900))"))
      ]
    }
    body = Self.body(vendor, indicator, &random)
  }

  private static func virusTotal(_ random: inout RandomNumbers) -> Facts {
    let malicious = Int64(random.happens(perMille: 400) ? random.below(30) : 0)
    let suspicious = Int64(random.below(4))
    let harmless = Int64(40 + random.below(30))
    let undetected = Int64(10 + random.below(20))
    let ratio = Double(malicious) / Double(malicious + suspicious + harmless + undetected)
    return [
      "virustotal.malicious": .integer(malicious), "virustotal.suspicious": .integer(suspicious),
      "virustotal.harmless": .integer(harmless), "virustotal.undetected": .integer(undetected),
      "virustotal.total": .integer(malicious + suspicious + harmless + undetected),
      "virustotal.ratio": SignalValue(ratio) ?? 0, "virustotal.reputation": .integer(Int64(random.below(60)) - 40),
      "virustotal.votes_malicious": .integer(Int64(random.below(3))), "virustotal.votes_harmless": 0,
    ]
  }

  private static func abuseIPDB(_ random: inout RandomNumbers) -> Facts {
    [
      "abuseipdb.confidence": .integer(Int64(random.below(101))),
      "abuseipdb.reports": .integer(Int64(random.below(400))),
      "abuseipdb.distinct_users": .integer(Int64(random.below(60))),
      "abuseipdb.whitelisted": .bool(random.happens(perMille: 30)),
      "abuseipdb.tor": .bool(random.happens(perMille: 50)), "abuseipdb.usage_type": "Data Center/Web Hosting/Transit",
    ]
  }

  private static func greyNoise(_ random: inout RandomNumbers) -> Facts {
    let classes: [SignalValue] = ["malicious", "suspicious", "unknown", "benign"]
    return [
      "greynoise.noise": true, "greynoise.riot": .bool(random.happens(perMille: 40)),
      "greynoise.classification": classes[random.below(4)], "greynoise.actor": "unknown",
      "greynoise.tags": .texts(
        pick(["Mirai", "SSH Bruteforcer", "Web Crawler", "TLS/SSL Crawler", "ZMap Client"], &random)),
      "greynoise.vpn": false, "greynoise.tor": .bool(random.happens(perMille: 50)), "greynoise.bot": false,
    ]
  }

  private static func greyNoiseCommunity(_ random: inout RandomNumbers) -> Facts {
    [
      "greynoise-community.noise": true, "greynoise-community.riot": false,
      "greynoise-community.classification": random.happens(perMille: 500) ? "malicious" : "unknown",
      "greynoise-community.name": "unknown",
    ]
  }

  private static func shodan(_ vendor: String, _ random: inout RandomNumbers) -> Facts {
    let ports = (0..<(1 + random.below(6))).map { SignalValue.integer(Int64([22, 25, 80, 443, 3389, 8080][$0])) }
    var facts: Facts = [
      "\(vendor).ports": .list(ports),
      "\(vendor).tags": .texts(pick(["cloud", "self-signed", "vpn", "c2", "scanner", "cdn"], &random)),
      "\(vendor).hostnames": .texts(["host-\(random.below(100_000)).example.net"]),
    ]
    if random.happens(perMille: 300) {
      facts["\(vendor).vulns"] = .texts((0..<(1 + random.below(8))).map { "CVE-2023-\(1000 + $0 * 137)" })
    }
    return facts
  }

  private static func pick(_ words: [String], _ random: inout RandomNumbers) -> [String] {
    let mask = random.next()
    return words.indices.filter { mask >> UInt64($0) & 3 == 3 }.map { words[$0] }
  }

  /// One to six kilobytes of JSON, no two of them the same.
  private static func body(_ vendor: String, _ indicator: Indicator, _ random: inout RandomNumbers) -> [UInt8] {
    var text = #"{"vendor":"\#(vendor)","id":"\#(indicator.value)","results":["#
    for index in 0..<(12 + random.below(60)) {
      if index > 0 { text += "," }
      text += #"{"engine":"engine-\#(index)","category":"harmless","result":"\#(random.next())","method":"blacklist"}"#
    }
    return Array((text + "]}").utf8)
  }
}
