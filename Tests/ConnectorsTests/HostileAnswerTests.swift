import Connectors
import Events
import Indicators
import JSON
import TestSupport
import Testing
import Time

/// Good answers damaged at random: whatever comes out is a bounded observation, a failure or a pause, never a crash.
@Suite("Hostile answers")
struct HostileAnswerTests {
  @Test("never crash a connector and never grow beyond bounds", arguments: ConnectorCase.all)
  func damaged(_ test: ConnectorCase) throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    let connector = try #require(ConnectorCatalog.connector(named: test.name))
    let bytes = try Fixture.bytes(test.found)
    let document = try Fixture.json(test.found)
    for _ in 0..<150 {
      let body = Bool.random(using: &random) ? damage(bytes, &random) : Array(damage(document, &random).text().utf8)
      let status = [200, 200, 200, 206, 404, 401, 403, 429, 500, 999].randomElement(using: &random) ?? 200
      let response = HTTPResponse(status: status, body: body)
      let answer = connector.answer(from: response, about: test.indicator, receivedAt: noon)
      _ = connector.checkAnswer(from: response, receivedAt: noon)
      if let failure = answer.failure {
        #expect(failure.detail.unicodeScalars.count <= 300, "seed \(seed)")
        #expect(!failure.detail.isEmpty, "seed \(seed)")
      }
      guard let observation = answer.observation else { continue }
      #expect([.found, .notFound].contains(observation.status), "seed \(seed)")
      #expect(observation.relations.count <= 21 && observation.labels.count <= 50, "seed \(seed)")
      #expect(observation.signals.canonicalBytes.count < 100_000, "seed \(seed)")
    }
  }

  @Test("nested or endless JSON is refused", arguments: ConnectorCase.all)
  func deep(_ test: ConnectorCase) throws {
    let connector = try #require(ConnectorCatalog.connector(named: test.name))
    for body in [String(repeating: "[", count: 1 << 20), String(repeating: "{\"a\":", count: 1 << 18), "\u{0}", "{"] {
      let answer = connector.answer(from: HTTPResponse(200, body), about: test.indicator, receivedAt: noon)
      #expect(answer.failure != nil)
    }
  }

  private func damage(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
    case 1:
      for _ in 0..<Int.random(in: 1..<10, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
      }
    case 2: bytes.removeFirst(Int.random(in: 0..<bytes.count, using: &random))
    default: bytes.insert(contentsOf: bytes, at: Int.random(in: 0..<bytes.count, using: &random))
    }
    return bytes
  }

  /// Replaces about one value in eight by one of a wrong or an extreme kind.
  private func damage(_ value: JSONValue, _ random: inout SeededGenerator) -> JSONValue {
    if Int.random(in: 0..<8, using: &random) == 0 {
      let replacements: [JSONValue] = [
        .null, true, false, 0, -1, .integer(.max), .integer(.min), .number(1e308), .number(-0.5), "", "-",
        "\u{0}\u{202E}", "9223372036854775807", .string(String(repeating: "x", count: 2000)), [], [[]],
        .object(JSONObject()), .array(Array(repeating: "tag", count: 3000)),
        .array((0..<3000).map { .integer($0) }), ["::1", "AS0", "a.example"],
      ]
      return replacements.randomElement(using: &random) ?? .null
    }
    switch value {
    case .array(let elements): return .array(elements.map { damage($0, &random) })
    case .object(let object):
      var damaged = JSONObject()
      for member in object.members { damaged.append(member.name, damage(member.value, &random)) }
      return .object(damaged)
    default: return value
    }
  }
}
