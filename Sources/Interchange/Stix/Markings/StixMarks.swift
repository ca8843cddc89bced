import Indicators
import JSON

/// What an object says of its marking: ids of definitions, which may come later, and labels, which need none.
struct StixMarks: Hashable {
  /// The ids of marking definitions in lower case, each once: of the object as a whole, and of any part of it.
  var refs: [String] = []
  /// What its labels state.
  var labelled = Marking()

  /// No more definitions of one object are asked for.
  private static let maximumCount = 1000

  /// Takes in a definition's id.
  ///
  /// Ids are compared without regard to letter case, as producers that make them from UUIDs write either.
  mutating func refer(to id: String) {
    let id = id.lowercased()
    guard refs.count < Self.maximumCount, !refs.contains(id) else { return }
    refs.append(id)
  }

  /// Takes in what another object is marked with.
  mutating func merge(_ other: StixMarks) {
    for ref in other.refs { refer(to: ref) }
    labelled.tighten(by: other.labelled)
  }
}

extension StixMarks {
  /// The markings of an object and of any part of it.
  ///
  /// What is stored of an object is stored whole, so that the strictest of all applies to it: a granular marking on
  /// `pattern` marks the value itself, one on a description the object that carries it.
  init(of json: JSONObject) {
    for ref in json.texts("object_marking_refs") where ref.utf8.count <= StixObject.maximumIDLength { refer(to: ref) }
    for granular in json["granular_markings"]?.array ?? [] {
      if let ref = granular["marking_ref"]?.string, ref.utf8.count <= StixObject.maximumIDLength { refer(to: ref) }
    }
    for label in json.texts("labels") + json.texts("x_opencti_labels") {
      if let marking = Marking(label: label.trimmed) { labelled.tighten(by: marking) }
    }
  }

  /// Whether nothing is said.
  var isEmpty: Bool { refs.isEmpty && labelled.isEmpty }
}
