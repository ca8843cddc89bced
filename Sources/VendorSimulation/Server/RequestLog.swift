import JSON
import Time

/// What the simulator was asked, so that a test can prove what was disclosed and what was not.
///
/// Keys are never kept: of a key only which one it is, if any. The newest 10,000 requests are kept, all are counted.
struct RequestLog {
  /// One request and what became of it.
  struct Entry {
    let number: Int
    let time: Timestamp
    let vendor: String
    let method: String
    let path: String
    let host: String
    /// `full` or `free`, where another vendor's with `of` its name; `wrong` or `none`.
    let key: String
    let body: String
    let headers: [Field]
    let status: Int
    let fault: String?
  }

  private(set) var entries: [Entry] = []
  private(set) var counts: [String: Int] = [:]
  private var total = 0

  static let capacity = 10_000

  mutating func append(
    _ request: Request, vendor: String, keys: APIKeys, status: Int, fault: Fault?, now: Timestamp
  ) {
    total += 1
    counts[vendor, default: 0] += 1
    // Half is dropped at once, so that dropping stays cheap.
    if entries.count >= Self.capacity { entries.removeFirst(Self.capacity / 2) }
    // A valid key may also turn up where no key belongs, such as in VirusTotal's path of a user.
    let secrets = Self.secrets(in: request) + keys.all
    func redacted(_ text: String) -> String {
      secrets.reduce(text) { $0.replacing($1, with: "REDACTED") }
    }
    let query = request.query.map {
      Self.secretNames.contains($0.name.lowercased()) ? "\($0.name)=REDACTED" : "\($0.name)=\($0.value)"
    }
    entries.append(
      Entry(
        number: total, time: now, vendor: vendor, method: request.method,
        path: redacted(request.path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))),
        host: request.header("host") ?? "", key: Self.key(of: request, vendor: vendor, keys: keys),
        body: redacted(String(decoding: request.body.prefix(4096), as: UTF8.self)),
        headers: request.headers.filter { !Self.secretNames.contains($0.name.lowercased()) }
          .map { Field($0.name, redacted($0.value)) }, status: status, fault: fault?.rawValue))
  }

  mutating func clear() {
    entries = []
    counts = [:]
    total = 0
  }

  /// The log as JSON, oldest first; only requests whose vendor and path fit, where these are given.
  func json(vendor: String?, containing text: String?) -> JSONValue {
    let shown = entries.filter { entry in
      (vendor == nil || entry.vendor == vendor)
        && (text.map { entry.path.contains($0) || entry.body.contains($0) } ?? true)
    }
    var sums = JSONObject()
    for (vendor, count) in counts.sorted(by: { $0.key < $1.key }) { sums.append(vendor, .integer(Int64(count))) }
    return [
      "total": .integer(Int64(total)), "counts": .object(sums), "requests": .array(shown.map(\.json)),
    ]
  }

  private static let secretNames = [
    "key", "x-apikey", "apikey", "api_key", "authorization", "auth-key", "x-otx-api-key", "cookie",
  ]

  /// Everything in a request that sits where keys sit.
  private static func secrets(in request: Request) -> [String] {
    (request.headers + request.query).filter { secretNames.contains($0.name.lowercased()) && $0.value.count >= 8 }
      .map(\.value)
  }

  private static func key(of request: Request, vendor: String, keys: APIKeys) -> String {
    let given = (request.headers + request.query).filter {
      secretNames.contains($0.name.lowercased()) && !$0.value.isEmpty
    }
    guard !given.isEmpty else { return "none" }
    for field in given {
      for owner in Vendor.allCases {
        guard let plan = keys.plan(of: field.value, at: owner) else { continue }
        let name = plan == .full ? "full" : "free"
        return owner.rawValue == vendor ? name : "\(name) of \(owner.rawValue)"
      }
    }
    return "wrong"
  }
}

extension RequestLog.Entry {
  var json: JSONValue {
    var headers = JSONObject()
    for field in self.headers { headers.append(field.name, .string(field.value)) }
    return [
      "number": .integer(Int64(number)), "time": .string(time.rfc3339), "vendor": .string(vendor),
      "method": .string(method), "path": .string(path), "host": .string(host), "key": .string(key),
      "body": .string(body), "headers": .object(headers), "status": .integer(Int64(status)),
      "fault": fault.map { .string($0) } ?? .null,
    ]
  }
}
