/// What is true about a URL.
struct URLFacts: Sendable {
  let url: CanonicalURL
  let standing: Standing
  let draw: Derivation
  var detections: Int
  var title: String
  var threatNames: [String]
  var lastSeenHours: Int
  /// The address that served it last.
  var address: String
  /// The HTTP status it last answered with.
  var statusCode: Int
  var tags: [String]

  /// A URL that the story does not name.
  init(derivedFrom url: CanonicalURL, standing given: Standing? = nil) {
    let draw = Derivation(url.text)
    let standing = given ?? Standing(derivedFrom: draw, isAddress: false)
    let isBad = standing == .malicious || standing == .suspicious
    self.url = url
    self.standing = standing
    self.draw = draw
    detections = standing.detections(draw)
    title = isBad ? "Sign in" : "Welcome"
    threatNames = standing == .malicious && draw.chance("threat", percent: 40) ? ["Example.Phish.Kit"] : []
    lastSeenHours = draw.number("last seen", in: 4...(24 * 20))
    address = DomainFacts(derivedFrom: url.host, standing: .clean).addresses[0]
    if let literal = IPAddress(url.host.trimmingBrackets) { address = literal.text }
    statusCode = draw.pick("status", from: [200, 200, 200, 301, 404])
    tags = isBad && draw.chance("download", percent: 30) ? ["downloads-pe"] : []
  }
}

extension String {
  /// `[2001:db8::1]` without its brackets.
  var trimmingBrackets: String {
    hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
  }
}
