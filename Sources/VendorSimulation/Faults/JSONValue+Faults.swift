import JSON

/// The ways in which JSON stays JSON and yet is not what was promised.
extension JSONValue {
  /// Every object with its scalars once more at the end, with another value.
  func withDuplicateMembers() -> JSONValue {
    mapObjects { object in
      var doubled = object
      for member in object.members {
        switch member.value {
        case .integer(let value): doubled.append(member.name, .integer(value == 0 ? 99 : 0))
        case .string: doubled.append(member.name, "duplicate")
        case .bool(let value): doubled.append(member.name, .bool(!value))
        default: break
        }
      }
      return doubled
    }
  }

  /// Every object with members that nobody has heard of.
  func withUnknownMembers() -> JSONValue {
    mapObjects { object in
      var wider: JSONObject = ["a_new_member": ["nested": [1, "two", nil]]]
      for member in object.members { wider.append(member.name, member.value) }
      wider.append("another new member", nil)
      return wider
    }
  }

  /// Words that nobody has heard of for members that usually hold one of a few.
  func withUnknownWords() -> JSONValue {
    let names = ["classification", "category", "usageType", "trust_level", "plan", "intention", "result", "transport"]
    return mapObjects { object in
      var changed = object
      for member in object.members where names.contains(member.name) && member.value.string != nil {
        changed[member.name] = "a_word_from_the_future"
      }
      return changed
    }
  }

  /// Every number as a string.
  func withNumbersAsStrings() -> JSONValue {
    switch self {
    case .integer(let value): .string(String(value))
    case .number(let value): .string(String(value))
    case .array(let elements): .array(elements.map { $0.withNumbersAsStrings() })
    default: mapMembers { $0.value.withNumbersAsStrings() }
    }
  }

  /// From the third level on: arrays where objects should be, objects where arrays, numbers where strings.
  func withWrongTypes(depth: Int = 0) -> JSONValue {
    if depth < 2, object != nil { return mapMembers { $0.value.withWrongTypes(depth: depth + 1) } }
    switch self {
    case .object: return []
    case .array: return [:]
    case .string: return 7
    case .integer, .number: return "many"
    case .bool: return "yes"
    case .null: return 0
    }
  }

  /// Everything null, except what says which thing this is about.
  func withNulls() -> JSONValue {
    mapMembers { member in
      if Self.identities.contains(member.name) || member.name == "type" { return member.value }
      return member.value.object == nil ? .null : member.value.withNulls()
    }
  }

  /// The same answer with another identity: the caller must notice that it is not about what was asked.
  func aboutSomethingElse() -> JSONValue {
    mapMembers { member in
      if Self.identities.contains(member.name) {
        switch member.value {
        case .string(let text): return .string(Self.other(than: text))
        case .integer: return .integer(3_221_225_985)
        default: break
        }
      }
      return member.value.aboutSomethingElse()
    }
  }

  private static let identities = ["id", "ip", "ip_str", "ipAddress", "sha256", "sha1", "md5", "url"]

  private static func other(than text: String) -> String {
    if let address = IPAddress(text) { return address.isIPv4 ? "192.0.2.1" : "2001:db8::1" }
    if text.utf8.allSatisfy({ $0.hexadecimalDigit != nil }) { return String(text.reversed()) }
    return text.contains("://") ? "https://other.example/" : "other.example"
  }

  private func mapObjects(_ change: (JSONObject) -> JSONObject) -> JSONValue {
    switch self {
    case .object(let object):
      var inner = JSONObject()
      for member in object.members { inner.append(member.name, member.value.mapObjects(change)) }
      return .object(change(inner))
    case .array(let elements): return .array(elements.map { $0.mapObjects(change) })
    default: return self
    }
  }

  private func mapMembers(_ change: (JSONObject.Member) -> JSONValue) -> JSONValue {
    guard case .object(let object) = self else { return self }
    var changed = JSONObject()
    for member in object.members { changed.append(member.name, change(member)) }
    return .object(changed)
  }
}
