import Indicators
import JSON
import Testing

@testable import Interchange

@Suite("STIX markings")
struct StixMarkingsTests {
  @Test(
    "of TLP are known by the ids that the specifications fix",
    arguments: [
      ("613f2e26-407d-48c7-9eca-b8e91df99dc9", .clear), ("34098fce-860f-48ae-8e50-ebd3cc5e41da", .green),
      ("f88d31f6-486f-44da-b317-01333bde0b82", .amber), ("5e57c739-391a-4eb3-b6be-7d15ca92d5ed", .red),
      ("94868c89-83c2-464b-929b-a1a8aa3c8487", .clear), ("bab4a63c-aed9-4cf5-a766-dfca5abac2bb", .green),
      ("55d920b0-5e8b-4f79-9ee9-91f868d9b421", .amber), ("939a9414-2ddd-4d32-a0cd-375ea402b003", .amberStrict),
      ("e828b379-4e03-4974-9ac4-e53a884c97c1", .red), ("826578e1-40ad-459f-bc73-ede076f81f37", .amberStrict),
    ] as [(String, TrafficLight)])
  func wellKnown(id: String, trafficLight: TrafficLight) {
    for ref in ["marking-definition--\(id)", "MARKING-DEFINITION--\(id.uppercased())"] {
      let (resolved, unknown) = StixMarkings().resolve([ref])
      #expect(resolved == Marking(trafficLight) && unknown.isEmpty)
    }
  }

  @Test(
    "of PAP are known by the ids of OASIS' extension and of OpenCTI",
    arguments: [
      ("740d36e5-7714-4c30-961a-3ae632ceee0e", .red), ("60f8932b-e51e-4458-b265-a2e8be9a80ab", .amber),
      ("c43594d1-4b11-4c59-93ab-1c9b14d53ce9", .green), ("ad15a0cd-55b6-4588-a14c-a66105329b92", .clear),
      ("4e4e3b84-de45-53df-9d9b-b21207699fd8", .red), ("a6f20d4d-0360-59b6-ba22-3b48707828b1", .amber),
    ] as [(String, PermissibleActions)])
  func permissibleActions(id: String, actions: PermissibleActions) {
    #expect(StixMarkings().resolve(["marking-definition--\(id)"]).marking == Marking(nil, actions))
  }

  @Test(
    "of TLP and PAP are read from their definition in any form",
    arguments: [
      (#"{"definition_type":"tlp","definition":{"tlp":"amber"}}"#, Marking(.amber)),
      (#"{"definition_type":"TLP","definition":{"TLP":"TLP:Green"}}"#, Marking(.green)),
      (#"{"name":"TLP:AMBER+STRICT"}"#, Marking(.amberStrict)), (#"{"name":" tlp: red "}"#, Marking(.red)),
      (
        #"{"extensions":{"extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d":{"tlp_2_0":"amber+strict"}}}"#,
        Marking(.amberStrict)
      ),
      (
        #"{"definition_type":"statement","definition":{"statement":"custom"},"x_opencti_definition_type":"TLP","x_opencti_definition":"TLP:RED"}"#,
        Marking(.red)
      ),
      (#"{"definition_type":"PAP","definition":{"pap":"pap:amber"}}"#, Marking(nil, .amber)),
      (
        #"{"definition_type":"statement","definition":{"statement":"custom"},"x_opencti_definition_type":"PAP","x_opencti_definition":"PAP:RED"}"#,
        Marking(nil, .red)
      ),
      (
        #"{"name":"PAP:GREEN","extensions":{"extension-definition--f8d78575-edfd-406e-8e84-6162a8450f5b":{"extension_type":"property-extension","pap":"green"}}}"#,
        Marking(nil, .green)
      ),
      (#"{"definition_type":"statement","definition":{"statement":"TLP:AMBER"}}"#, Marking(.amber)),
      // A level that there is not must not pass for none.
      (#"{"definition_type":"tlp","definition":{"tlp":"ultraviolet"}}"#, Marking(.red)),
      (#"{"definition_type":"statement","definition":{"statement":"Copyright"}}"#, Marking()),
      (#"{"definition_type":"statement","definition":{"statement":"tlp is explained elsewhere"}}"#, Marking()),
    ] as [(String, Marking)])
  func definitions(text: String, marking: Marking) throws {
    var json = try #require(try JSONValue(parsing: text).object)
    json["type"] = "marking-definition"
    json["id"] = "marking-definition--mine"
    var markings = StixMarkings()
    #expect(markings.resolve(["marking-definition--mine"]).unknown == ["marking-definition--mine"])
    markings.define(try #require(StixObject(json, line: 1)))
    let (resolved, unknown) = markings.resolve(["marking-definition--mine"])
    #expect(resolved == marking && unknown.isEmpty)
  }

  @Test("that are fixed cannot be redefined to something weaker")
  func redefinition() throws {
    let red = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"
    let json = try #require(
      try JSONValue(parsing: #"{"type":"marking-definition","id":"\#(red)","definition":{"tlp":"white"}}"#).object)
    var markings = StixMarkings()
    markings.define(try #require(StixObject(json, line: 1)))
    #expect(markings.resolve([red]).marking.trafficLight == .red)
  }

  @Test("apply with the strictest of several")
  func strictest() {
    let refs = ["613f2e26-407d-48c7-9eca-b8e91df99dc9", "f88d31f6-486f-44da-b317-01333bde0b82"].map {
      "marking-definition--\($0)"
    }
    #expect(StixMarkings().resolve(refs).marking == Marking(.amber))
  }
}
