import Events
import Indicators
import JSON
import Time

/// One STIX object as read, with the properties that objects of all types share.
struct StixObject {
  /// Longer ids and type names are refused: they are kept for references.
  static let maximumIDLength = 256

  let json: JSONObject
  let type: String
  let id: String
  /// The markings of the object and of any part of it.
  let marks: StixMarks
  /// The line it starts on, from 1.
  let line: Int

  /// Nil where there is no type or no id.
  init?(_ json: JSONObject, line: Int) {
    guard let type = json["type"]?.string, let id = json["id"]?.string, !type.isEmpty, !id.isEmpty,
      type.utf8.count <= Self.maximumIDLength, id.utf8.count <= Self.maximumIDLength
    else { return nil }
    self.json = json
    self.type = type
    self.id = id
    self.line = line
    marks = StixMarks(of: json)
  }

  subscript(name: String) -> JSONValue? { json[name] }

  /// When the source last stated the object: `modified`, else `created`.
  var modifiedAt: Timestamp? { time("modified") ?? time("created") }

  func time(_ name: String) -> Timestamp? {
    json[name]?.string.flatMap { Timestamp(parsing: $0) }
  }

  /// The strings of a list, or a string alone.
  func texts(_ name: String) -> [String] { json.texts(name) }

  /// Whether the source took the object back; some write the truth value as text.
  var isRevoked: Bool { json["revoked"]?.truth == true }

  /// The object in this version: by its id, in lower case, and `modified`.
  var version: SourceObject { SourceObject(id: id.lowercased(), version: modifiedAt) }

  /// The labels, without those that state a marking.
  var labels: [String] {
    var labels = LabelList()
    for name in ["labels", "indicator_types", "x_opencti_labels"] {
      labels.add(contentsOf: texts(name))
    }
    return labels.labels
  }

  /// How sure the source is, from 0 to 100.
  var confidence: SignalValue? { json["confidence"]?.double.flatMap { Confidence($0) }?.signal }

  /// OpenCTI's score, flat or in one of its extensions.
  ///
  /// Other extensions may have a `score` too, on a scale of their own.
  var score: SignalValue? {
    let extensions = json["extensions"]?.object
    let score =
      json["x_opencti_score"]?.double
      ?? Self.openCTIExtensions.lazy.compactMap { extensions?[$0]?["score"]?.double }.first
    return score.flatMap { Confidence($0) }?.signal
  }

  /// Of OpenCTI's objects and of its observables.
  private static let openCTIExtensions = [
    "extension-definition--ea279b3e-5c71-4632-ac08-831c66a786ba",
    "extension-definition--f93e2c80-4231-4f9a-af8b-95c9bd566a82",
  ]
}

extension JSONObject {
  /// The strings of a list, or a string alone.
  func texts(_ name: String) -> [String] {
    guard let value = self[name] else { return [] }
    return value.string.map { [$0] } ?? value.array?.compactMap(\.string) ?? []
  }
}
