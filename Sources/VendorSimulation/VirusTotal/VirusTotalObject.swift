import JSON

/// One object of VirusTotal's API: its identity, its attributes, and what it is related to.
struct VirusTotalObject {
  let type: String
  let id: String
  /// The collection in its path, such as `ip_addresses`.
  let collection: String
  /// What absolute links begin with, such as `http://127.0.0.1:8080/api/v3`.
  let links: String
  var attributes: JSONObject
  /// Relationships by name, in the order of the documentation.
  var relationships: [Relationship] = []
  /// Relationships that were asked for inline, as JSON.
  var inlined: JSONObject?

  /// A named list of other objects.
  struct Relationship {
    let name: String
    /// One object rather than a list of them.
    var isSingle = false
    /// Only for accounts that pay.
    var isPremium = false
    var objects: [VirusTotalObject] = []
  }

  /// Where the object lies.
  var link: String { "\(links)/\(collection)/\(id)" }

  /// The object as an answer shows it.
  var json: JSONValue {
    var object: JSONObject = [
      "id": .string(id), "type": .string(type), "links": ["self": .string(link)], "attributes": .object(attributes),
    ]
    if let inlined { object.append("relationships", .object(inlined)) }
    return .object(object)
  }

  /// Only what identifies it.
  var descriptor: JSONValue { ["type": .string(type), "id": .string(id)] }

  /// The object with those relationships inline that `?relationships=a,b` asks for; at no extra cost, as with VirusTotal.
  func withRelationships(_ call: Call, plan: APIKeys.Plan) -> VirusTotalObject {
    guard let wanted = call.request.parameter("relationships") else { return self }
    var inline = JSONObject()
    for name in wanted.split(separator: ",").map(String.init) {
      guard let relationship = relationships.first(where: { $0.name == name }), plan == .full || !relationship.isPremium
      else { continue }
      let links: JSONValue = [
        "self": .string("\(link)/relationships/\(name)"), "related": .string("\(link)/\(name)"),
      ]
      if relationship.isSingle {
        inline.append(name, ["data": relationship.objects.first?.descriptor ?? .null, "links": links])
      } else {
        let shown = relationship.objects.prefix(20)
        inline.append(
          name,
          [
            "data": .array(shown.map(\.descriptor)), "links": links,
            "meta": ["count": .integer(Int64(relationship.objects.count))],
          ])
      }
    }
    var copy = self
    copy.inlined = inline
    return copy
  }
}
