import Indicators
import JSON

/// The marking definitions that an input refers to, as far as they are known by now.
///
/// TLP markings have ids that the specifications fix, so that objects refer to them without their definition. Any other
/// marking has to be defined in the input before one can tell whether it is one of TLP.
struct StixMarkings {
  /// More definitions in one input are not remembered.
  private static let maximumCount = 10_000

  /// The marking of an id; nil inside where it is known to be none of TLP, such as a copyright statement.
  private var definitions: [String: TrafficLight?] = Self.wellKnown

  /// STIX 2.1 §7.2.1.4 (TLP 1.0), the OASIS extension for TLP 2.0, and the id under which OpenCTI keeps AMBER+STRICT.
  private static let wellKnown: [String: TrafficLight?] = [
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": .clear,
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": .green,
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": .amber,
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": .red,
    "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487": .clear,
    "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb": .green,
    "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421": .amber,
    "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003": .amberStrict,
    "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1": .red,
    "marking-definition--826578e1-40ad-459f-bc73-ede076f81f37": .amberStrict,
  ]

  /// The strictest of the markings that are known, and the ids of those that are not.
  func resolve(_ refs: [String]) -> (trafficLight: TrafficLight?, unknown: [String]) {
    var trafficLight: TrafficLight?
    var unknown: [String] = []
    for ref in refs {
      guard let definition = definitions[ref] else {
        unknown.append(ref)
        continue
      }
      if let definition { trafficLight = max(trafficLight ?? .clear, definition) }
    }
    return (trafficLight, unknown)
  }

  /// Takes in a definition.
  ///
  /// Those that the specifications fix cannot be redefined.
  mutating func define(_ object: StixObject) {
    guard definitions[object.id] == nil, definitions.count < Self.maximumCount else { return }
    definitions.updateValue(Self.trafficLight(of: object), forKey: object.id)
  }

  private static func trafficLight(of object: StixObject) -> TrafficLight? {
    var names = [object["definition"]?["tlp"]?.string]
    names += object["extensions"]?.object?.members.map { $0.value["tlp_2_0"]?.string } ?? []
    if object["x_opencti_definition_type"]?.string == "TLP" { names.append(object["x_opencti_definition"]?.string) }
    if let name = object["name"]?.string, name.uppercased().hasPrefix("TLP:") { names.append(name) }
    return names.lazy.compactMap { $0.flatMap { TrafficLight(parsing: $0) } }.first
  }
}
