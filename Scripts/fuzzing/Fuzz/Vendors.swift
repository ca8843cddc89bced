import Connectors
import Events
import Indicators
import Time

/// The answers of vendors: three bytes choose the connector, the status and what was asked about, the rest is the body.
func checkVendors(_ bytes: [UInt8]) {
  guard bytes.count >= 3 else { return }
  func chosen<Element>(_ list: [Element], by byte: UInt8) -> Element { list[Int(byte) % list.count] }
  let connector = chosen(ConnectorCatalog.all, by: bytes[0])
  let status = chosen([200, 404, 401, 429, 403, 400, 503, 302], by: bytes[1])
  let indicator = chosen(subjects, by: bytes[2])
  let response = HTTPResponse(status: status, body: Array(bytes[3...]))
  let moment = Timestamp(milliseconds: 1_787_227_200_000)
  let answer = connector.answer(from: response, about: indicator, receivedAt: moment)
  let check = connector.checkAnswer(from: response, receivedAt: moment)
  require(
    answer == connector.answer(from: response, about: indicator, receivedAt: moment), "the same answer, read otherwise")
  switch answer {
  case .failed(let failure): checkFailure(failure)
  case .rateLimited(let pause): require(pause.until > moment, "a pause that is over")
  case .answered(let observation): checkObservation(observation, of: connector)
  }
  switch check {
  case .failed(let failure): checkFailure(failure)
  case .rateLimited(let pause): require(pause.until > moment, "a pause that is over")
  case .working(let key):
    require(key.quotas.allSatisfy { ($0.remaining ?? 0) >= 0 }, "less than nothing is left: \(key)")
  }
}

/// What the answers in Tests/ConnectorsTests/Fixtures are about, and one of every other kind.
private let subjects = [
  Indicator(.ipv4, canonical: "203.0.113.7"), Indicator(.domain, canonical: "evil.example"),
  Indicator(.url, canonical: "http://evil.example/"),
  Indicator(.md5, canonical: "098f6bcd4621d373cade4e832627b4f6"), Indicator(.ipv6, canonical: "2001:db8::1"),
  Indicator(.sha256, canonical: String(repeating: "0", count: 64)),
]

private func checkFailure(_ failure: LookupFailure) {
  require(!failure.detail.isEmpty, "a failure without words")
  require(failure.detail.unicodeScalars.count <= 300, "a failure with too many words")
}

private func checkObservation(_ observation: Observation, of connector: any Connector) {
  require([.found, .notFound].contains(observation.status), "an answer that is none: \(observation.status)")
  require(observation.relations.count <= 21 && observation.labels.count <= 50, "an answer without bounds")
  require(observation.signals.isEncodable, "signals that cannot be read back")
  require(observation.signals.canonicalBytes.count < 100_000, "signals without bounds")
  require(observation.labels.allSatisfy { !$0.isEmpty }, "an empty label")
  for entry in observation.signals.entries {
    require(entry.name.hasPrefix("\(connector.name)."), "the signal \(entry.name) of \(connector.name)")
  }
  for relation in observation.relations { check(relation) }
}
