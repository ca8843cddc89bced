import Events
import Indicators
import Testing
import Time

@testable import Interchange

@Suite("Marked STIX objects")
struct StixMarkedObjectTests {
  private func read(_ objects: String...) throws -> [IntakeItem] {
    let text = "{\"type\":\"bundle\",\"id\":\"bundle--x\",\"objects\":[\n\(objects.joined(separator: ",\n"))\n]}"
    return try items(of: StixReader(pieces(text)))
  }

  private func object(_ type: String, _ more: String) -> String {
    "{\"type\":\"\(type)\",\"id\":\"\(type)--\(id)\",\"created\":\"2026-01-01T00:00:00Z\"\(more)}"
  }

  private let id = "00000000-0000-4000-8000-000000000001"
  private let pattern = ",\"pattern\":\"[domain-name:value = 'a.example']\""
  private let red = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"
  private let green = "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da"
  private let own = "marking-definition--00000000-0000-4000-8000-0000000000ff"

  @Test(
    "take the strictest of what is marked of them, on whatever part",
    arguments: ["pattern", "name", "description", "labels.[0]", "external_references.[1].url"])
  func granular(selector: String) throws {
    let more =
      pattern + ",\"object_marking_refs\":[\"\(green)\"],"
      + "\"granular_markings\":[{\"lang\":\"en\",\"selectors\":[\"name\"]},{\"marking_ref\":\"\(red)\",\"selectors\":[\"\(selector)\"]}]"
    #expect(try read(object("indicator", more)).statements.map(\.trafficLight) == [.red])
  }

  @Test("are marked by labels and definitions of both protocols")
  func protocols() throws {
    let amber = "marking-definition--60f8932b-e51e-4458-b265-a2e8be9a80ab"
    let items = try read(
      object("indicator", pattern + ",\"labels\":[\"TLP:Amber+Strict\",\"c2\"],\"object_marking_refs\":[\"\(amber)\"]"))
    #expect(items.statements.map(\.marking) == [Marking(.amberStrict, .amber)])
    #expect(items.statements.map(\.labels) == [["c2"]])
  }

  @Test("are so whatever they are: indicators, observables, observations, sightings, relationships, entities")
  func kinds() throws {
    let marked = ",\"object_marking_refs\":[\"\(red.uppercased())\"]"
    let items = try read(
      object("indicator", pattern + marked),
      object("ipv4-addr", ",\"value\":\"192.0.2.1\"" + marked),
      object(
        "observed-data",
        ",\"first_observed\":\"2026-01-01T00:00:00Z\",\"number_observed\":1,\"objects\":{\"0\":{\"type\":\"ipv4-addr\",\"value\":\"192.0.2.2\"},\"1\":{\"type\":\"domain-name\",\"value\":\"a.example\"}}"
          + marked),
      object("sighting", ",\"sighting_of_ref\":\"indicator--\(id)\"" + marked),
      object("opinion", ",\"opinion\":\"disagree\",\"object_refs\":[\"indicator--\(id)\"]" + marked),
      object("campaign", ",\"name\":\"Ghost\"" + marked),
      object(
        "relationship",
        ",\"relationship_type\":\"indicates\",\"source_ref\":\"indicator--\(id)\",\"target_ref\":\"campaign--\(id)\",\"labels\":[\"tlp:red\"]"
      ))
    #expect(items.statements.count == 3 && items.statements.allSatisfy { $0.trafficLight == .red })
    #expect(items.sightings.count == 3 && items.sightings.allSatisfy { $0.trafficLight == .red })
    #expect(items.entities.map(\.trafficLight) == [.red])
    #expect(items.relationships.map(\.trafficLight) == [.red])
  }

  @Test("wait for a definition that comes later, with what they amount to")
  func later() throws {
    let items = try read(
      object("indicator", pattern + ",\"object_marking_refs\":[\"\(own)\"]"),
      "{\"type\":\"marking-definition\",\"id\":\"\(own)\",\"definition_type\":\"PAP\",\"definition\":{\"pap\":\"red\"},\"name\":\"TLP:GREEN\"}"
    )
    #expect(items.statements.map(\.marking) == [Marking(.green, .red)])
    #expect(items.ignored.isEmpty)
    guard case .object = items.last else {
      Issue.record("what it amounts to comes last")
      return
    }
  }

  @Test("count as TLP:RED under a marking that nobody defines, and it is said once")
  func undefined() throws {
    let items = try read(
      object("indicator", pattern + ",\"object_marking_refs\":[\"\(own)\",\"\(green)\"]"),
      object("campaign", ",\"name\":\"Ghost\",\"object_marking_refs\":[\"\(own)\"]"))
    #expect(items.statements.map(\.trafficLight) == [.red] && items.entities.map(\.trafficLight) == [.red])
    #expect(items.ignored.map(\.text) == [own] && items.ignored.map(\.line) == [2])
    #expect(items.ignored[0].reason.contains("TLP:RED"))
  }

  @Test("of several definitions under one id the strictest counts, and what is fixed stays")
  func redefinition() throws {
    let items = try read(
      "{\"type\":\"marking-definition\",\"id\":\"\(own)\",\"name\":\"TLP:AMBER\"}",
      "{\"type\":\"marking-definition\",\"id\":\"\(own)\",\"name\":\"TLP:CLEAR\"}",
      object("indicator", pattern + ",\"object_marking_refs\":[\"\(own)\"]"))
    #expect(items.statements.map(\.trafficLight) == [.amber])
  }

  @Test("a report marks what it is about and has no marking of its own; one of misp-stix all that it is about")
  func containers() throws {
    func report(_ more: String) -> String {
      object(
        "report",
        ",\"name\":\"r\",\"object_refs\":[\"indicator--\(id)\",\"ipv4-addr--\(id)\",\"tool--\(id)\"]" + more)
    }
    let indicator = object("indicator", pattern + ",\"object_marking_refs\":[\"\(green)\"]")
    let address = object("ipv4-addr", ",\"value\":\"192.0.2.1\"")
    let marked = try read(report(",\"object_marking_refs\":[\"\(red)\"]"), indicator, address)
    let others = marked.objects.filter { $0.object.id == "report--\(id)" }
    #expect(others.map { $0.indicators.map(\.value) } == [["192.0.2.1"]])
    #expect(others.map(\.trafficLight) == [.red] && others[0].ending == nil)
    guard case .object = marked.last else {
      Issue.record("it comes when there is something to mark")
      return
    }

    let converted = try read(
      indicator, address, report(",\"labels\":[\"misp:tool=\\\"MISP-STIX-Converter\\\"\",\"TLP:RED\",\"PAP:AMBER\"]"))
    let all = converted.objects.filter { $0.object.id == "report--\(id)" }
    #expect(all.map { $0.indicators.map(\.value).sorted() } == [["192.0.2.1", "a.example"]])
    #expect(all.map { Marking($0.trafficLight, $0.permissibleActions) } == [Marking(.red, .amber)])
    #expect(try read(report(""), indicator, address).objects.map(\.object.id) == ["indicator--\(id)"])
  }
}
