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
  }

  subscript(name: String) -> JSONValue? { json[name] }

  /// When the source last stated the object: `modified`, else `created`.
  var modifiedAt: Timestamp? { time("modified") ?? time("created") }

  func time(_ name: String) -> Timestamp? {
    json[name]?.string.flatMap { Timestamp(parsing: $0) }
  }

  /// The strings of a list, or a string alone.
  func texts(_ name: String) -> [String] {
    json[name]?.string.map { [$0] } ?? json[name]?.array?.compactMap(\.string) ?? []
  }

  var isRevoked: Bool { json["revoked"]?.bool == true }

  /// The ids of the marking definitions that apply.
  var markingRefs: [String] {
    texts("object_marking_refs").filter { $0.utf8.count <= Self.maximumIDLength }
  }

  /// The marking that a label such as `tlp:amber` states, as some producers do without `object_marking_refs`.
  var labelledTrafficLight: TrafficLight? {
    LabelList(texts("labels")).trafficLight
  }

  /// The labels, without those that state a marking.
  var labels: [String] {
    var labels = LabelList()
    for name in ["labels", "indicator_types", "x_opencti_labels"] {
      labels.add(contentsOf: texts(name))
    }
    return labels.labels
  }

  /// The source's confidence, and OpenCTI's score where it has one, flat or in an extension of its own.
  var assessment: Facts {
    var signals = Facts()
    signals["feed.confidence"] = json["confidence"]?.double.flatMap { Confidence($0) }?.signal
    let extensions = json["extensions"]?.object?.members.map(\.value) ?? []
    let score = json["x_opencti_score"]?.double ?? extensions.lazy.compactMap { $0["score"]?.double }.first
    signals["feed.score"] = score.flatMap { Confidence($0) }?.signal
    return signals
  }
}
