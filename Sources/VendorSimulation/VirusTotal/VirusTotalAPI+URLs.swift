import JSON
import Time

extension CanonicalURL {
  /// The URL behind VirusTotal's URL-safe base64 identifier, or nil where it is none.
  init?(urlID: String) {
    guard let bytes = Base64URL.decode(urlID) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.contains(".") || text.contains("["), !text.contains("\u{FFFD}") else { return nil }
    self.init(text)
  }
}

extension VirusTotalAPI {
  /// A URL by base64 of its text, or by the SHA-256 of its canonical text where that was asked for or told before.
  static func url(_ call: Call, _ id: String, asked: CanonicalURL?) -> Result<VirusTotalObject, Refusal> {
    let missing = Refusal(error(404, "NotFoundError", "URL \"\(id)\" not found"))
    guard let url = asked ?? call.world.storyURL(id: id) ?? CanonicalURL(urlID: id) else { return .failure(missing) }
    let facts = call.world.url(url)
    guard facts.standing != .unknown else { return .failure(missing) }
    var object = urlObject(call, url)
    let address = IPAddress(facts.address).map { addressObject(call, $0) }
    let host = IPAddress(url.host.trimmingBrackets) == nil ? domainObject(call, url.host) : address
    object.relationships = [
      .init(name: "last_serving_ip_address", isSingle: true, objects: address.map { [$0] } ?? []),
      .init(name: "network_location", isSingle: true, objects: host.map { [$0] } ?? []),
      .init(name: "redirecting_urls"),
      .init(name: "contacted_domains", isPremium: true),
      .init(
        name: "downloaded_files", isPremium: true,
        objects: facts.tags.contains("downloads-pe") ? [fileObject(call, World.stealer)] : []),
      .init(name: "comments"),
      .init(name: "votes"),
    ]
    return .success(object)
  }

  /// A URL's object without its relationships; its id is never the one in the request.
  static func urlObject(_ call: Call, _ url: CanonicalURL) -> VirusTotalObject {
    let facts = call.world.url(url)
    let seen = call.world.now.earlier(hours: facts.lastSeenHours)
    let verdicts = Engines.network(
      facts.draw, malicious: facts.detections, suspicious: facts.standing == .suspicious ? 2 : 0,
      isUnknown: facts.standing == .unknown)
    return VirusTotalObject(
      type: "url", id: url.id, collection: "urls", links: call.origin + "/api/v3",
      attributes: [
        "url": .string(url.text), "last_final_url": .string(url.text), "title": .string(facts.title),
        "tld": .string(url.host.split(separator: ".").last.map(String.init) ?? ""),
        "categories": ["Sophos": facts.standing == .malicious ? "phishing and fraud" : "business"],
        "threat_names": .array(facts.threatNames.map { .string($0) }),
        "last_http_response_code": .integer(Int64(facts.statusCode)),
        "last_http_response_content_length": .integer(Int64(facts.draw.number("length", in: 200...90_000))),
        "last_http_response_content_sha256": .string(facts.draw.hexadecimal("content", digits: 64)),
        "last_http_response_headers": ["content-type": "text/html; charset=UTF-8", "server": "nginx"],
        "redirection_chain": [.string(url.text)], "outgoing_links": [], "html_meta": [:],
        "times_submitted": .integer(Int64(facts.draw.number("submitted", in: 1...400))),
        "first_submission_date": .integer(seen.earlier(hours: 24 * 9).seconds),
        "last_submission_date": .integer(seen.seconds), "last_analysis_date": .integer(seen.seconds),
        "last_modification_date": .integer(seen.seconds + 20), "last_analysis_stats": verdicts.stats,
        "last_analysis_results": verdicts.results, "reputation": .integer(reputation(facts.standing, facts.draw)),
        "total_votes": votes(facts.standing, facts.draw), "tags": .array(facts.tags.map { .string($0) }),
        "has_content": false,
      ])
  }
}
