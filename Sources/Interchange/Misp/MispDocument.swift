import JSON

/// Where in a MISP document a value stands.
///
/// The server wraps events in many ways: `{"Event":…}`, `{"response":[{"Event":…}]}`, `{"response":{"Attribute":[…]}}`,
/// a bare event, a list of any of these. All have in common that attributes stand in a list `Attribute`, objects in a
/// list `Object`, and that what is said about an event stands beside these.
enum MispPlace: Equatable {
  /// An object that may be an event or hold one, or a list of those.
  case scope
  case attributeList, objectList
  case attribute, object
  /// Something that is said about an event.
  case member(String)
  case other

  init(_ path: [JSONStep]) {
    var place = MispPlace.scope
    for step in path { place = place.following(step) }
    self = place
  }

  private func following(_ step: JSONStep) -> MispPlace {
    switch (self, step) {
    case (.scope, .element), (.scope, .member("Event")), (.scope, .member("response")): .scope
    case (.scope, .member("Attribute")): .attributeList
    case (.scope, .member("Object")): .objectList
    case (.scope, .member(let name)): MispEvent.memberNames.contains(name) ? .member(name) : .other
    case (.attributeList, .element): .attribute
    case (.objectList, .element): .object
    default: .other
    }
  }

  /// How a stream comes by attributes and what is said about events, and passes over the rest.
  static func choose(path: [JSONStep], shape: JSONShape) -> JSONChoice {
    switch (MispPlace(path), shape) {
    case (.scope, .object), (.scope, .array), (.attributeList, .array), (.objectList, .array): .enter
    case (.attribute, _), (.object, _), (.member, _), (.attributeList, .object), (.objectList, .object): .take
    case (.scope, .scalar): path.isEmpty ? .take : .skip
    case (.attributeList, _), (.objectList, _), (.other, _): .skip
    }
  }
}
