import Indicators
import JSON

/// The marking definitions that an input refers to, as far as they are known by now.
///
/// TLP and PAP markings have ids that specifications fix, so that objects refer to them without their definition. Any
/// other marking has to be defined in the input before one can tell whether it is one of these.
struct StixMarkings {
  /// More definitions in one input are not remembered.
  private static let maximumCount = 10_000

  /// What each id stands for; nothing where it is known to be none of TLP or PAP, such as a copyright statement.
  private var definitions: [String: Marking] = [:]

  private static let wellKnown: [String: Marking] = {
    let markings: [(Marking, String)] = [
      // STIX 2.1 §7.2.1.4 (TLP 1.0).
      (Marking(.clear), "613f2e26-407d-48c7-9eca-b8e91df99dc9"),
      (Marking(.green), "34098fce-860f-48ae-8e50-ebd3cc5e41da"),
      (Marking(.amber), "f88d31f6-486f-44da-b317-01333bde0b82"),
      (Marking(.red), "5e57c739-391a-4eb3-b6be-7d15ca92d5ed"),
      // The OASIS extension for TLP 2.0.
      (Marking(.clear), "94868c89-83c2-464b-929b-a1a8aa3c8487"),
      (Marking(.green), "bab4a63c-aed9-4cf5-a766-dfca5abac2bb"),
      (Marking(.amber), "55d920b0-5e8b-4f79-9ee9-91f868d9b421"),
      (Marking(.amberStrict), "939a9414-2ddd-4d32-a0cd-375ea402b003"),
      (Marking(.red), "e828b379-4e03-4974-9ac4-e53a884c97c1"),
      // OpenCTI's own for AMBER+STRICT.
      (Marking(.amberStrict), "826578e1-40ad-459f-bc73-ede076f81f37"),
      // The OASIS common object extension for PAP.
      (Marking(nil, .clear), "ad15a0cd-55b6-4588-a14c-a66105329b92"),
      (Marking(nil, .clear), "a3bea94c-b469-41dc-9cfe-d6e7daba7730"),
      (Marking(nil, .green), "c43594d1-4b11-4c59-93ab-1c9b14d53ce9"),
      (Marking(nil, .amber), "60f8932b-e51e-4458-b265-a2e8be9a80ab"),
      (Marking(nil, .red), "740d36e5-7714-4c30-961a-3ae632ceee0e"),
      // OpenCTI's for PAP, which follow from their names (pycti's MarkingDefinition.generate_id).
      (Marking(nil, .clear), "4cdff7eb-acb8-543f-8573-829eb9fe8b34"),
      (Marking(nil, .clear), "acec93c6-8507-5244-80f9-adf8e4157040"),
      (Marking(nil, .green), "89484dde-e3d2-547f-a6c6-d14824429eb1"),
      (Marking(nil, .amber), "a6f20d4d-0360-59b6-ba22-3b48707828b1"),
      (Marking(nil, .red), "4e4e3b84-de45-53df-9d9b-b21207699fd8"),
      // The copyright statement on everything in ATT&CK, which single objects are often quoted with.
      (Marking(), "fa42a846-8d90-4e51-bc29-71d5b4802168"),
    ]
    return Dictionary(uniqueKeysWithValues: markings.map { ("marking-definition--\($1)", $0) })
  }()

  /// The strictest of the markings that are known, and the ids of those that are not.
  func resolve(_ refs: [String]) -> (marking: Marking, unknown: [String]) {
    var marking = Marking()
    var unknown: [String] = []
    for ref in refs {
      let id = ref.lowercased()
      guard let definition = Self.wellKnown[id] ?? definitions[id] else {
        unknown.append(id)
        continue
      }
      marking.tighten(by: definition)
    }
    return (marking, unknown)
  }

  /// Takes in a definition.
  ///
  /// Those that the specifications fix cannot be redefined; of several others under one id the strictest counts.
  mutating func define(_ object: StixObject) {
    let id = object.id.lowercased()
    guard Self.wellKnown[id] == nil, definitions[id] != nil || definitions.count < Self.maximumCount else { return }
    definitions[id, default: Marking()].tighten(by: Self.marking(of: object))
  }

  /// The marking that a definition defines.
  ///
  /// | written | by |
  /// |---|---|
  /// | `definition: {tlp: amber}`, also `pap`, in any case | STIX 2.0 and 2.1 §7.2.1.4 |
  /// | `extensions.….tlp_2_0: amber+strict` | OASIS, TLP 2.0 |
  /// | `extensions.….pap: red` | OASIS, PAP |
  /// | `x_opencti_definition: PAP:RED`, with its type beside it | OpenCTI |
  /// | `name: TLP:RED`, or a statement of just these words | others |
  ///
  /// A level that we do not know is the strictest.
  private static func marking(of object: StixObject) -> Marking {
    var marking = Marking()
    func read(_ level: String?, of protocolName: String) {
      guard let level = level?.trimmed else { return }
      let isNamed = level.lowercased().hasPrefix(protocolName)
      if let stated = Marking(label: isNamed ? String(level) : "\(protocolName):\(level)") {
        marking.tighten(by: stated)
      }
    }
    for member in object["definition"]?.object?.members ?? [] {
      switch member.name.lowercased() {
      case "tlp", "pap": read(member.value.string, of: member.name.lowercased())
      case "statement":
        if let text = member.value.string { marking.tighten(by: Marking(label: text.trimmed) ?? Marking()) }
      default: break
      }
    }
    for member in object["extensions"]?.object?.members.compactMap(\.value.object).flatMap(\.members) ?? [] {
      switch member.name.lowercased() {
      case "tlp_2_0", "tlp": read(member.value.string, of: "tlp")
      case "pap": read(member.value.string, of: "pap")
      default: break
      }
    }
    let openCTIType = object["x_opencti_definition_type"]?.string?.lowercased()
    if let openCTIType, ["tlp", "pap"].contains(openCTIType) {
      read(object["x_opencti_definition"]?.string, of: openCTIType)
    }
    for name in ["name", "x_opencti_definition"] {
      if let text = object[name]?.string { marking.tighten(by: Marking(label: text.trimmed) ?? Marking()) }
    }
    return marking
  }
}
