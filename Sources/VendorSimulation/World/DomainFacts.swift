/// What is true about a domain name.
struct DomainFacts: Sendable {
  let name: String
  let standing: Standing
  let draw: Derivation
  var detections: Int
  /// Category by the service that says so.
  var category: String
  var registrar: String
  var createdDays: Int
  var lastSeenHours: Int
  /// Addresses it pointed to, newest first.
  var addresses: [String]
  var subdomains: [String]
  /// SHA-256 of files that talked to it.
  var files: [String]
  var urls: [String]
  var tags: [String]

  /// A domain that the story does not name.
  init(derivedFrom name: String, standing given: Standing? = nil) {
    let draw = Derivation(name)
    let standing = given ?? Standing(derivedFrom: draw, isAddress: false)
    let isBad = standing == .malicious || standing == .suspicious
    self.name = name
    self.standing = standing
    self.draw = draw
    detections = standing.detections(draw)
    category =
      isBad
      ? draw.pick("category", from: ["malware", "phishing", "newly registered"])
      : draw.pick("category", from: ["business", "information technology", "news"])
    registrar = draw.pick(
      "registrar", from: ["Example Registrar, LLC", "Beispiel Domains GmbH", "Invented Names Ltd."])
    createdDays = isBad ? draw.number("created", in: 3...200) : draw.number("created", in: 400...6000)
    lastSeenHours = draw.number("last seen", in: 4...(24 * 30))
    addresses = (0..<draw.number("addresses", in: 1...2)).map {
      let network = draw.pick("network\($0)", from: ["192.0.2", "198.51.100", "203.0.113"])
      return "\(network).\(draw.number("host\($0)", in: 100...190))"
    }
    subdomains = ["www.\(name)"]
    files = isBad ? (0..<draw.number("files", in: 0...2)).map { draw.hexadecimal("file\($0)", digits: 64) } : []
    urls = ["http://\(name)/"]
    tags = isBad && draw.chance("dga", percent: 15) ? ["dga"] : []
  }
}
