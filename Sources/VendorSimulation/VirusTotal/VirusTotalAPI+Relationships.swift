import JSON

extension VirusTotalAPI {
  /// One page of a relationship: `limit` up to 40, ten unless said, and a cursor to the next page while there is one.
  func related(
    _ call: Call, _ object: VirusTotalObject, _ name: String, plan: APIKeys.Plan, descriptorsOnly: Bool
  ) -> Response {
    guard let relationship = object.relationships.first(where: { $0.name == name }) else { return Self.notFound }
    guard plan == .full || !relationship.isPremium else {
      return Self.error(403, "ForbiddenError", "You are not authorized to perform the requested operation")
    }
    let path = descriptorsOnly ? "\(object.link)/relationships/\(name)" : "\(object.link)/\(name)"
    func shown(_ related: VirusTotalObject) -> JSONValue { descriptorsOnly ? related.descriptor : related.json }

    if relationship.isSingle {
      let data = relationship.objects.first.map(shown) ?? .null
      return Response(200, .json(["data": data, "links": ["self": .string(path)]], .indented), headers: Self.headers)
    }
    guard let limit = Self.limit(call.request.parameter("limit")) else {
      return Self.error(400, "InvalidArgumentError", "Limit must be between 1 and 40")
    }
    guard let start = Self.start(cursor: call.request.parameter("cursor"), of: "\(object.id)/\(name)"),
      start <= relationship.objects.count
    else { return Self.error(400, "InvalidArgumentError", "Invalid cursor") }

    let page = relationship.objects[start...].prefix(limit)
    var links: JSONObject = ["self": .string("\(path)?limit=\(limit)")]
    var answer: JSONObject = ["data": .array(page.map(shown))]
    if start + limit < relationship.objects.count {
      let cursor = Self.cursor(start: start + limit, of: "\(object.id)/\(name)")
      links.append("next", .string("\(path)?cursor=\(cursor)&limit=\(limit)"))
      answer.append("links", .object(links))
      answer.append("meta", ["cursor": .string(cursor), "count": .integer(Int64(relationship.objects.count))])
    } else {
      answer.append("links", .object(links))
      if !relationship.objects.isEmpty {
        answer.append("meta", ["count": .integer(Int64(relationship.objects.count))])
      }
    }
    return Response(200, .json(.object(answer), .indented), headers: Self.headers)
  }

  private static func limit(_ text: String?) -> Int? {
    guard let text else { return 10 }
    guard let limit = Int(text), (1...40).contains(limit) else { return nil }
    return limit
  }

  /// Cursors are opaque to clients, and good for the list only that gave them.
  private static func cursor(start: Int, of list: String) -> String {
    Base64URL.encode(Array("\(start)|\(list)".utf8))
  }

  private static func start(cursor: String?, of list: String) -> Int? {
    guard let cursor, !cursor.isEmpty else { return 0 }
    guard let bytes = Base64URL.decode(cursor) else { return nil }
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: "|", maxSplits: 1)
    guard parts.count == 2, parts[1] == list, let start = Int(parts[0]), start >= 0 else { return nil }
    return start
  }
}
