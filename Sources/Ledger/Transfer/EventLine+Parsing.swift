import EventLog
import Events
import Indicators
import JSON
import Time

extension EventLine {
  /// Why a line is no event.
  struct Fault: Error {
    var reason: String
  }

  /// No event has more values than this: it bounds the memory that a line takes.
  private static let maximumValues = 1 << 20

  /// Reads a line; nothing is checked yet but that each member is there, once, and can be what it should.
  init(parsing bytes: [UInt8]) throws(Fault) {
    let members: Members
    do {
      members = Members(
        try JSONValue(parsing: bytes, maximumDepth: 16, maximumValues: Self.maximumValues, allowsRepeatedMembers: false)
      )
    } catch {
      throw Fault(reason: "it is not one JSON value: \(error)")
    }
    let stream = Members(try members.value("stream"))
    let typeName = try members.text("type")
    guard let type = EventType(rawValue: typeName) else {
      throw Fault(reason: "its type '\(typeName.prefix(60))' is not known to this iocledger; upgrade")
    }
    event = RecordedEvent(
      seq: try members.integer("seq"), id: try members.id("event_id"), streamID: 0,
      stream: StreamKey(kind: try stream.text("kind"), value: try stream.text("value")),
      version: try members.integer("version"), type: type, schemaVersion: try members.integer("schema_version"),
      source: try members.text("source"), actor: try members.text("actor"), trafficLight: try members.marking("tlp"),
      observedAt: try members.time("observed_at"), receivedAt: try members.time("received_at"),
      recordedAt: try members.time("recorded_at"),
      correlationID: try members.isNull("correlation_id") ? nil : members.id("correlation_id"),
      causationSeq: try members.isNull("causation_seq") ? nil : members.integer("causation_seq"),
      facts: try members.facts("facts"),
      payloadHash: try members.isNull("payload_hash") ? nil : members.digest("payload_hash"),
      leafHash: try members.digest("leaf_hash"))
    payload = try members.payload("payload")
  }
}

/// The members of a line by name, each with its own complaint.
private struct Members {
  private let members: JSONObject?

  init(_ value: JSONValue) { members = value.object }

  func value(_ name: String) throws(EventLine.Fault) -> JSONValue {
    guard let members else { throw EventLine.Fault(reason: "it is not an object with '\(name)'") }
    guard let value = members[name] else { throw EventLine.Fault(reason: "'\(name)' is missing") }
    return value
  }

  func isNull(_ name: String) throws(EventLine.Fault) -> Bool { try value(name) == .null }

  func text(_ name: String) throws(EventLine.Fault) -> String {
    guard case .string(let text) = try value(name) else { throw wrong(name, "a text") }
    return text
  }

  func integer(_ name: String) throws(EventLine.Fault) -> Int64 {
    guard case .integer(let number) = try value(name) else { throw wrong(name, "a whole number") }
    return number
  }

  func digest(_ name: String) throws(EventLine.Fault) -> Digest {
    let text = try text(name)
    guard let digest = Digest(hexadecimal: text), digest.description == text else {
      throw wrong(name, "64 hexadecimal digits in lower case")
    }
    return digest
  }

  func id(_ name: String) throws(EventLine.Fault) -> EventID {
    let text = try text(name)
    guard let bytes = Hexadecimal.bytes(text.filter { $0 != "-" }),
      let id = bytes.withUnsafeBytes({ EventID(bytes: $0) }), id.description == text
    else { throw wrong(name, "a UUID in lower case") }
    return id
  }

  func marking(_ name: String) throws(EventLine.Fault) -> TrafficLight? {
    guard try !isNull(name) else { return nil }
    let text = try text(name)
    guard let marking = TrafficLight.allCases.first(where: { $0.name == text }) else {
      throw wrong(name, "one of \(TrafficLight.allCases.map(\.name).joined(separator: ", "))")
    }
    return marking
  }

  func time(_ name: String) throws(EventLine.Fault) -> Timestamp {
    if case .integer(let milliseconds) = try value(name) {
      let time = Timestamp(milliseconds: milliseconds)
      guard time.isOfKnownYears else { throw wrong(name, "a time in the years -9999 to 9999") }
      return time
    }
    let text = try text(name)
    // One spelling each, as events have one text.
    guard let time = Timestamp(parsing: text), time.rfc3339 == text else { throw wrong(name, "a time in RFC 3339") }
    return time
  }

  func facts(_ name: String) throws(EventLine.Fault) -> Facts {
    guard let object = try value(name).object else { throw wrong(name, "an object") }
    var facts: Facts = [:]
    for member in object.members {
      guard let value = SignalValue(exactly: member.value) else {
        throw EventLine.Fault(reason: "the fact '\(member.name.prefix(60))' is of no kind that facts have")
      }
      facts[member.name] = value
    }
    guard facts.isEncodable else { throw EventLine.Fault(reason: "lists in its facts are nested too deeply") }
    return facts
  }

  func payload(_ name: String) throws(EventLine.Fault) -> EventLine.Content {
    let value = try value(name)
    switch value {
    case .null: return .adopted(.none)
    case .string("erased"): return .adopted(.erased)
    case .string("left_out"): return .leftOut
    default:
      guard let salt = value["salt"]?.string.flatMap(Hexadecimal.bytes), salt.count == 32,
        let bytes = value["bytes"]?.string.flatMap({ Base64.decode($0) })
      else { throw wrong(name, "null, \"erased\", or a salt in hexadecimal and bytes in base64") }
      return .adopted(.kept(salt: salt, bytes: bytes))
    }
  }

  private func wrong(_ name: String, _ expected: String) -> EventLine.Fault {
    EventLine.Fault(reason: "'\(name)' is not \(expected)")
  }
}

extension SignalValue {
  /// The value that JSON writes this way; nil for null, objects, and numbers that are none of ours.
  fileprivate init?(exactly json: JSONValue) {
    switch json {
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .integer(value)
    case .number(let value): self.init(value)
    case .string(let text): self = .text(text)
    case .array(let elements):
      let values = elements.compactMap(SignalValue.init(exactly:))
      guard values.count == elements.count else { return nil }
      self = .list(values)
    case .null, .object: return nil
    }
  }
}
