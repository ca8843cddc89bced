/// What is true about a file.
struct FileFacts: Sendable {
  let sha256: String
  let sha1: String
  let md5: String
  let standing: Standing
  let draw: Derivation
  var detections: Int
  /// The label on which the engines agree, such as `trojan.harrier/loader`.
  var threatLabel: String?
  var names: [String]
  var size: Int
  var lastSeenHours: Int
  var firstSeenDays: Int
  var tags: [String]
  /// What it contacted when it was run.
  var addresses: [String]
  var domains: [String]
  var urls: [String]

  /// A file that the story does not name, by whichever of its hashes.
  ///
  /// The two other hashes follow from the one asked for; since that cannot be undone, asking for those again gives
  /// another file. Files of the story are the same by each of their hashes.
  init(derivedFrom hash: String, standing given: Standing? = nil) {
    let draw = Derivation(hash)
    self.init(
      sha256: hash.count == 64 ? hash : draw.hexadecimal("sha256", digits: 64),
      sha1: hash.count == 40 ? hash : draw.hexadecimal("sha1", digits: 40),
      md5: hash.count == 32 ? hash : draw.hexadecimal("md5", digits: 32),
      standing: given ?? Standing(derivedFrom: draw, isAddress: false), draw: draw)
  }

  init(sha256: String, sha1: String, md5: String, standing: Standing, draw: Derivation) {
    let isBad = standing == .malicious || standing == .suspicious
    self.sha256 = sha256
    self.sha1 = sha1
    self.md5 = md5
    self.standing = standing
    self.draw = draw
    detections = standing.detections(draw)
    let family = draw.pick("family", from: ["harrier", "kestrel", "merlin", "osprey"])
    let kind = draw.pick("kind", from: ["trojan", "downloader", "ransomware"])
    threatLabel =
      standing == .malicious ? "\(kind).\(family)/\(draw.pick("variant", from: ["loader", "stealer", "packed"]))" : nil
    names = [draw.pick("file name", from: ["invoice.exe", "setup.exe", "update.exe", "report.exe"])]
    size = draw.number("size", in: 4_096...4_000_000)
    lastSeenHours = draw.number("last seen", in: 5...(24 * 40))
    firstSeenDays = draw.number("first seen", in: 45...700)
    tags = isBad ? ["peexe", "detect-debug-environment"] : ["peexe", "signed"]
    addresses =
      isBad
      ? (0..<draw.number("addresses", in: 0...2)).map { "203.0.113.\(draw.number("address\($0)", in: 100...190))" } : []
    domains = []
    urls = []
  }
}
