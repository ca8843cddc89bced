/// What is true about an IP address, from which each vendor tells its part.
struct HostFacts: Sendable {
  let address: IPAddress
  let standing: Standing
  let draw: Derivation
  var place: Place
  /// The vendors that hold a record of it; VirusTotal and AbuseIPDB answer about any address.
  var isKnownToShodan: Bool
  var isKnownToGreyNoise: Bool
  /// Engines of VirusTotal that call it malicious, and suspicious.
  var detections: Int
  var suspicions: Int
  /// AbuseIPDB's confidence, 0 to 100, and the reports behind it.
  var abuseConfidence: Int
  var reports: Int
  var ports: [Int]
  var vulnerabilities: [String]
  /// Shodan's tags.
  var tags: [String]
  var hostnames: [String]
  /// Who GreyNoise says it is.
  var actor: String
  /// Names of GreyNoise's tags.
  var behaviours: [String]
  var isTor: Bool
  var isVPN: Bool
  /// How long ago it was last seen, and first.
  var lastSeenHours: Int
  var firstSeenDays: Int
  /// Names that pointed to it.
  var resolutions: [String]
  /// SHA-256 of files that talked to it.
  var files: [String]
  /// URLs on it.
  var urls: [String]

  /// An address that the story does not name.
  init(derivedFrom address: IPAddress, standing given: Standing? = nil) {
    let draw = Derivation(address.text)
    let standing = given ?? Standing(derivedFrom: draw, isAddress: true)
    let isBad = standing == .malicious || standing == .suspicious
    let isNoisy = isBad || standing == .scanner
    self.address = address
    self.standing = standing
    self.draw = draw
    place = draw.pick("place", from: Place.all)
    isKnownToShodan = standing != .unknown && draw.chance("shodan", percent: 70)
    isKnownToGreyNoise =
      standing == .service || (isNoisy && draw.chance("greynoise", percent: standing == .scanner ? 100 : 60))
    detections = standing.detections(draw)
    suspicions = isBad ? draw.number("suspicions", in: 0...3) : 0
    switch standing {
    case .malicious: abuseConfidence = draw.number("confidence", in: 55...100)
    case .suspicious: abuseConfidence = draw.number("confidence", in: 5...54)
    case .scanner: abuseConfidence = draw.number("confidence", in: 0...12)
    default: abuseConfidence = 0
    }
    reports = isNoisy ? draw.number("reports", in: 1...60) : 0
    ports = draw.some("ports", 1...5, from: [22, 53, 80, 443, 3389, 8080, 8443])
    let candidates = ["CVE-2021-44228", "CVE-2019-0708", "CVE-2023-44487", "CVE-2018-15473", "CVE-2022-22965"]
    vulnerabilities =
      standing == .clean || standing == .service ? [] : draw.some("vulnerabilities", 0...3, from: candidates)
    tags = Self.tags(draw, standing)
    hostnames = standing == .unknown ? [] : ["host-\(draw.hexadecimal("name", digits: 6)).\(place.domain)"]
    actor = "unknown"
    behaviours = Self.behaviours(draw, standing)
    isTor = isBad && draw.chance("tor", percent: 8)
    isVPN = isBad && draw.chance("vpn", percent: 10)
    lastSeenHours = draw.number("last seen", in: 3...(isNoisy ? 24 * 12 : 24 * 60))
    firstSeenDays = draw.number("first seen", in: 90...900)
    resolutions =
      standing == .unknown
      ? []
      : (0..<draw.number("resolutions", in: 0...6)).map {
        "\(draw.hexadecimal("resolution\($0)", digits: 8)).\(draw.pick("zone\($0)", from: ["example.com", "example.net", "example.org"]))"
      }
    files = isBad ? (0..<draw.number("files", in: 0...3)).map { draw.hexadecimal("file\($0)", digits: 64) } : []
    urls =
      isBad && draw.chance("url", percent: 50) ? ["http://\(address.isIPv4 ? address.text : "[\(address.text)]")/"] : []
  }

  private static func tags(_ draw: Derivation, _ standing: Standing) -> [String] {
    switch standing {
    case .malicious: draw.some("tags", 0...2, from: ["c2", "malware", "self-signed", "compromised", "eol-product"])
    case .suspicious: draw.some("tags", 0...2, from: ["vpn", "proxy", "self-signed", "eol-product", "honeypot"])
    case .scanner: ["scanner"]
    case .clean, .service: draw.some("tags", 0...1, from: ["cloud", "cdn"])
    case .unknown: []
    }
  }

  private static func behaviours(_ draw: Derivation, _ standing: Standing) -> [String] {
    switch standing {
    case .malicious:
      draw.some(
        "behaviours", 1...3,
        from: ["SSH Bruteforcer", "Web Crawler", "Generic IoT Default Password Attempt", "TLS/SSL Crawler"])
    case .suspicious: draw.some("behaviours", 0...2, from: ["Web Crawler", "SMBv1 Crawler"])
    case .scanner: ["Research Scanner"]
    default: []
    }
  }
}
