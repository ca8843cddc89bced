import Crypto
import Time

/// Everything the simulated vendors know: a small story, and an answer for any other indicator.
///
/// **The story.** In "Operation Grey Harrier" an invoice mail leads to `http://cdn-update.example/invoice.html`, which
/// drops a loader. It fetches a stealer from 198.51.100.23 and reports to the C2 at 203.0.113.10, to which
/// `login-harrier.example` and 24 names under `example.net` pointed; 203.0.113.11 stands by, and 198.51.100.77 is an
/// exit node through which the gang tries passwords. Around it lie the things that make triage hard: a research scanner
/// (192.0.2.44) that AbuseIPDB's users complain about, a public resolver (198.51.100.53) with a false positive, a
/// university's mail server (192.0.2.25), a news site, a signed installer, and an address that nobody has ever seen
/// (192.0.2.199; VirusTotal's 404 for it is this world's only one for an address, because the real one answers about
/// any). Everything lies in ranges for documentation (RFC 5737, 3849, 2606).
///
/// **Twins.** GreyNoise's Python client refuses those ranges as not routable before it asks. So 192.88.99.10 (C2), .44
/// (scanner), .53 (resolver) and .199 (unknown) tell the same in a range that nobody uses any more (RFC 7526).
///
/// **Everything else** is derived from a hash of its value: 25 % bad, 35 % good, 40 % unknown; the same in every run.
public struct World: Sendable {
  /// The moment from which "three days ago" counts.
  public let now: Timestamp

  private let hosts: [String: HostFacts]
  private let domains: [String: DomainFacts]
  private let urls: [String: URLFacts]
  private let files: [String: FileFacts]

  /// The world as it is at a moment.
  public init(now: Timestamp) {
    self.now = now
    hosts = Dictionary(uniqueKeysWithValues: Self.storyHosts.map { ($0.address.text, $0) })
    domains = Dictionary(uniqueKeysWithValues: Self.storyDomains.map { ($0.name, $0) })
    urls = Dictionary(uniqueKeysWithValues: Self.storyURLs.map { ($0.url.text, $0) })
    files = Dictionary(
      uniqueKeysWithValues: Self.storyFiles.flatMap { file in [file.sha256, file.sha1, file.md5].map { ($0, file) } })
  }

  func host(_ address: IPAddress) -> HostFacts { hosts[address.text] ?? HostFacts(derivedFrom: address) }
  func domain(_ name: String) -> DomainFacts { domains[name] ?? DomainFacts(derivedFrom: name) }
  func url(_ url: CanonicalURL) -> URLFacts { urls[url.text] ?? URLFacts(derivedFrom: url) }
  func file(_ hash: String) -> FileFacts { files[hash] ?? FileFacts(derivedFrom: hash) }

  /// The story's URL with that VirusTotal id.
  func storyURL(id: String) -> CanonicalURL? {
    Self.storyURLs.first { $0.url.id == id }?.url
  }

  /// The indicators of the story in the order told, with what each is.
  public static var story: [(value: String, standing: Standing)] {
    storyHosts.map { ($0.address.text, $0.standing) } + storyDomains.map { ($0.name, $0.standing) }
      + storyURLs.map { ($0.url.text, $0.standing) } + storyFiles.map { ($0.sha256, $0.standing) }
  }
}

// The story. Only what differs from a derived indicator of the same standing is said.
extension World {
  static let loader = file("loader", .malicious) {
    $0.detections = 52
    $0.threatLabel = "downloader.harrier/loader"
    $0.names = ["Invoice_4711.exe", "loader.exe"]
    $0.lastSeenHours = 30
    $0.firstSeenDays = 21
    $0.addresses = ["198.51.100.23", "203.0.113.10"]
    $0.domains = ["cdn-update.example", "login-harrier.example"]
    $0.urls = ["http://198.51.100.23/payload.bin"]
  }
  static let stealer = file("stealer", .malicious) {
    $0.detections = 41
    $0.threatLabel = "trojan.harrier/stealer"
    $0.names = ["payload.bin"]
    $0.lastSeenHours = 54
    $0.firstSeenDays = 19
    $0.addresses = ["203.0.113.10", "203.0.113.11"]
    $0.domains = ["login-harrier.example"]
  }
  static let installer = file("installer", .clean) {
    $0.detections = 1
    $0.names = ["ExampleEditorSetup.exe"]
  }

  static let storyFiles = [loader, stealer, installer]

  static let storyHosts: [HostFacts] = [
    host("203.0.113.10", .malicious, tellingC2),
    host("203.0.113.11", .malicious) {
      $0.place = .amsterdam
      $0.isKnownToShodan = true
      $0.isKnownToGreyNoise = false
      $0.detections = 5
      $0.abuseConfidence = 0
      $0.reports = 0
      $0.ports = [443, 50050]
      $0.hostnames = ["vps-11.polder-hosting.example"]
      $0.tags = ["c2", "self-signed"]
      $0.vulnerabilities = []
      $0.resolutions = ["standby.login-harrier.example"]
      $0.files = [stealer.sha256]
      $0.lastSeenHours = 70
    },
    host("198.51.100.23", .malicious) {
      $0.place = .saoPaulo
      $0.isKnownToShodan = true
      $0.detections = 11
      $0.abuseConfidence = 34
      $0.reports = 6
      $0.ports = [21, 22, 80]
      $0.hostnames = ["shop.telecom.example"]
      $0.tags = ["compromised", "eol-product"]
      $0.vulnerabilities = ["CVE-2018-15473", "CVE-2019-0708"]
      $0.files = [loader.sha256]
      $0.urls = ["http://198.51.100.23/payload.bin"]
      $0.lastSeenHours = 40
    },
    host("198.51.100.77", .malicious) {
      $0.place = .frankfurt
      $0.isKnownToGreyNoise = true
      $0.detections = 9
      $0.abuseConfidence = 100
      $0.reports = 143
      $0.behaviours = ["SSH Bruteforcer", "Tor Exit Node"]
      $0.isTor = true
      $0.hostnames = ["exit-77.rechenzentrum.example"]
      $0.lastSeenHours = 5
    },
    host("192.0.2.44", .scanner, tellingScanner),
    host("198.51.100.53", .service, tellingResolver),
    host("192.0.2.25", .clean) {
      $0.place = .london
      $0.isKnownToShodan = true
      $0.ports = [25, 587, 993]
      $0.tags = []
      $0.hostnames = ["mail.university.example"]
      $0.resolutions = ["mail.university.example"]
    },
    host("192.0.2.199", .unknown) { _ in },
    host("2001:db8:6861::10", .malicious) {
      $0.detections = 7
      $0.abuseConfidence = 62
      $0.reports = 9
      $0.lastSeenHours = 26
    },
    host("192.88.99.10", .malicious, tellingC2),
    host("192.88.99.44", .scanner, tellingScanner),
    host("192.88.99.53", .service, tellingResolver),
    host("192.88.99.199", .unknown) { _ in },
  ]

  static let storyDomains: [DomainFacts] = [
    domain("login-harrier.example", .malicious) {
      $0.detections = 17
      $0.category = "phishing"
      $0.createdDays = 24
      $0.lastSeenHours = 28
      $0.addresses = ["203.0.113.10", "203.0.113.11"]
      $0.subdomains = ["standby.login-harrier.example", "www.login-harrier.example"]
      $0.files = [loader.sha256, stealer.sha256]
    },
    domain("cdn-update.example", .malicious) {
      $0.detections = 12
      $0.category = "malware"
      $0.createdDays = 30
      $0.lastSeenHours = 50
      $0.addresses = ["198.51.100.23"]
      $0.files = [loader.sha256]
      $0.urls = ["http://cdn-update.example/invoice.html"]
    },
    domain("news.example", .clean) {
      $0.detections = 0
      $0.category = "news"
      $0.addresses = ["192.0.2.80"]
    },
    domain("university.example", .clean) {
      $0.detections = 0
      $0.category = "education"
      $0.addresses = ["192.0.2.25"]
      $0.subdomains = ["mail.university.example", "www.university.example"]
    },
    domain("never-seen.example", .unknown) { _ in },
  ]

  static let storyURLs: [URLFacts] = [
    url("http://cdn-update.example/invoice.html", .malicious) {
      $0.detections = 14
      $0.title = "Your invoice"
      $0.threatNames = ["Example.Harrier.Lure"]
      $0.address = "198.51.100.23"
      $0.statusCode = 200
      $0.lastSeenHours = 49
    },
    url("http://198.51.100.23/payload.bin", .malicious) {
      $0.detections = 10
      $0.tags = ["downloads-pe"]
      $0.statusCode = 200
      $0.lastSeenHours = 52
    },
    url("https://news.example/", .clean) {
      $0.detections = 0
      $0.title = "The Example Times"
      $0.address = "192.0.2.80"
      $0.statusCode = 200
    },
    url("https://never-seen.example/", .unknown) { _ in },
  ]

  @Sendable private static func tellingC2(_ host: inout HostFacts) {
    host.place = .amsterdam
    host.isKnownToShodan = true
    host.isKnownToGreyNoise = true
    host.detections = 16
    host.suspicions = 2
    host.abuseConfidence = 88
    host.reports = 31
    host.ports = [22, 443, 50050]
    host.hostnames = ["vps-10.polder-hosting.example"]
    host.isVPN = false
    host.isTor = false
    host.tags = ["c2", "self-signed"]
    host.vulnerabilities = ["CVE-2021-44228"]
    host.behaviours = ["Generic Beacon C2", "SSH Bruteforcer"]
    host.resolutions = ["login-harrier.example"] + (1...24).map { "cdn\($0).grey-harrier.example.net" }
    host.files = [loader.sha256, stealer.sha256]
    host.lastSeenHours = 20
    host.firstSeenDays = 22
  }

  @Sendable private static func tellingScanner(_ host: inout HostFacts) {
    host.place = .london
    host.actor = "Example Internet Survey"
    host.detections = 1
    host.abuseConfidence = 24
    host.reports = 57
    host.hostnames = ["probe-7.survey.example"]
    host.resolutions = ["probe-7.survey.example"]
    host.lastSeenHours = 4
  }

  @Sendable private static func tellingResolver(_ host: inout HostFacts) {
    host.place = .ashburn
    host.isKnownToShodan = true
    host.actor = "Example Public DNS"
    host.detections = 1
    host.reports = 12
    host.ports = [53, 443, 853]
    host.tags = []
    host.hostnames = ["dns.example"]
    host.resolutions = ["dns.example"]
    host.lastSeenHours = 9
  }

  private static func host(_ text: String, _ standing: Standing, _ tell: (inout HostFacts) -> Void) -> HostFacts {
    // A literal of this file that is no address should stop the very first test.
    guard let address = IPAddress(text) else { preconditionFailure("\(text) is not an address") }
    var facts = HostFacts(derivedFrom: address, standing: standing)
    tell(&facts)
    return facts
  }

  private static func domain(_ name: String, _ standing: Standing, _ tell: (inout DomainFacts) -> Void) -> DomainFacts {
    var facts = DomainFacts(derivedFrom: name, standing: standing)
    tell(&facts)
    return facts
  }

  private static func url(_ text: String, _ standing: Standing, _ tell: (inout URLFacts) -> Void) -> URLFacts {
    guard let url = CanonicalURL(text) else { preconditionFailure("\(text) is not a URL") }
    var facts = URLFacts(derivedFrom: url, standing: standing)
    tell(&facts)
    return facts
  }

  /// A file whose hashes are those of an invented sentence: real digests, of something that is no malware.
  private static func file(_ name: String, _ standing: Standing, _ tell: (inout FileFacts) -> Void) -> FileFacts {
    let content = Array("Operation Grey Harrier: \(name)".utf8)
    let sha256 = SHA256.hash(data: content).hexadecimal
    var facts = FileFacts(
      sha256: sha256, sha1: Insecure.SHA1.hash(data: content).hexadecimal,
      md5: Insecure.MD5.hash(data: content).hexadecimal, standing: standing, draw: Derivation(sha256))
    tell(&facts)
    return facts
  }
}
